/** What did not go as asked, in the reader's language where the page knows the notice, in the server's words otherwise. */

import type { Notice } from "@omnishelf/instantsearch-client";
import { en } from "../i18n/en";
import { type Say, useLanguage, type Word } from "../i18n/language";

export function worded(notice: Notice, say: Say): string {
  const word = `notice_${notice.code}`;
  return word in en ? say(word as Word, notice.about) : notice.message;
}

/** Said elsewhere with ways on: that nothing was found by the empty answer, an order's number by a card. */
const ELSEWHERE: readonly string[] = ["nothing-found", "order-number"];

export function Notices({ notices }: { notices: readonly Notice[] }) {
  const { say } = useLanguage();
  const told = notices.filter((notice) => !ELSEWHERE.includes(notice.code));
  if (told.length === 0) return null;
  return (
    <ul className="notices" aria-label={say("notice")}>
      {told.map((notice) => (
        <li key={`${notice.code} ${notice.modality}`}>{worded(notice, say)}</li>
      ))}
    </ul>
  );
}

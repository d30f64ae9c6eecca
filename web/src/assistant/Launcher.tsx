/** The button in the corner, and the panel it opens; the panel's code is loaded with the first opening. */

import { lazy, Suspense, useEffect, useRef } from "react";
import { useLanguage } from "../i18n/language";
import { Icon } from "../ui/Icon";
import { openChat, useChat } from "./store";

const Panel = lazy(() => import("./Panel"));

export function Assistant() {
  const { say } = useLanguage();
  const { open } = useChat();
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(open);
  useEffect(() => {
    document.body.dataset["chat"] = open ? "open" : "closed";
    if (wasOpen.current && !open) button.current?.focus();
    wasOpen.current = open;
  }, [open]);
  // The owner's pages have no assistant: what makes room for it must not outlast it.
  useEffect(() => () => void delete document.body.dataset["chat"], []);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="chat-launcher"
        hidden={open}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => openChat()}
      >
        <Icon name="chat" />
        <span>{say("chatOpen")}</span>
      </button>
      {open && (
        <Suspense fallback={null}>
          <Panel />
        </Suspense>
      )}
    </>
  );
}

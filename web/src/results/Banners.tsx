/** What the shop says above the results. */

import { useLanguage } from "../i18n/language";

export function Banners({ banners }: { banners: readonly { text: string; link: string }[] }) {
  const { say } = useLanguage();
  if (!banners.length) return null;
  return (
    <ul className="banners" aria-label={say("bannerLabel")}>
      {banners.map(({ text, link }) => (
        <li key={`${text} ${link}`} className="banner">
          {link ? <a href={link}>{text}</a> : text}
        </li>
      ))}
    </ul>
  );
}

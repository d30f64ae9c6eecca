/** Numbered pages, as links that can be opened and shared. */

import { usePagination } from "react-instantsearch";
import { useLanguage } from "../i18n/language";
import { addressOf, search, usePlace } from "../state/location";
import { Icon } from "../ui/Icon";
import { Link } from "../ui/Link";

export function Pages() {
  const { say } = useLanguage();
  const { state } = usePlace();
  const { pages, currentRefinement, nbPages, isFirstPage, isLastPage } = usePagination({ padding: 2 });
  if (nbPages < 2) return null;
  const link = (page: number) => ({
    to: addressOf("/", { ...state, page: page + 1 }),
    onGo: () => {
      search({ page: page + 1 });
      document.getElementById("results-title")?.focus({ preventScroll: true });
    },
  });
  return (
    <nav className="pages" aria-label={say("pages")}>
      {!isFirstPage && (
        <Link {...link(currentRefinement - 1)} className="page-step" label={say("pagePrevious")}>
          <Icon name="back" />
        </Link>
      )}
      {pages.map((page) =>
        page === currentRefinement ? (
          <span key={page} aria-current="page" className="page-now">
            {page + 1}
          </span>
        ) : (
          <Link key={page} {...link(page)} label={say("page", { n: page + 1 })}>
            {page + 1}
          </Link>
        ),
      )}
      {!isLastPage && (
        <Link {...link(currentRefinement + 1)} className="page-step" label={say("pageNext")}>
          <Icon name="next" />
        </Link>
      )}
    </nav>
  );
}

/** The one bar: words, a photo, a voice. Its words are a combobox with the shop's suggestions. */

import { type FormEvent, type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useSearchBox } from "react-instantsearch";
import { useLanguage, type Word } from "../i18n/language";
import type { Suggestion } from "../shop/api";
import { useShop } from "../shop/shop";
import { holdRecording } from "../state/blobs";
import { currentPlace, goTo, productAddress, search, usePlace } from "../state/location";
import { NOTHING } from "../state/urlstate";
import { Icon } from "../ui/Icon";
import { Completed } from "./Completed";
import { CropDialog } from "./CropDialog";
import { PhotoButton } from "./PhotoButton";
import { PhotoThumb } from "./PhotoThumb";
import { usePhotoInput } from "./usePhotoInput";
import { usePhotoUrl } from "./usePhotoUrl";
import { useSuggestions } from "./useSuggestions";
import { useVoice } from "./useVoice";
import { VoiceButton, VoicePanel } from "./VoiceButton";

/** Seconds a recording may take where the shop names no limit. */
const LONGEST = 30;

const KINDS: Record<Suggestion["kind"], Word> = {
  category: "suggestionCategory",
  brand: "suggestionBrand",
  product: "suggestionProduct",
  query: "suggestionQuery",
  attribute: "suggestionAttribute",
};

export function SearchBar() {
  const { say } = useLanguage();
  const { facts } = useShop();
  const place = usePlace();
  // Registers the query with InstantSearch; the words themselves go through the address.
  useSearchBox();
  const [draft, setDraft] = useState(place.state.query);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [cropping, setCropping] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const suggestions = useSuggestions(draft, open);
  const shown = open && suggestions.length > 0;
  const photoUrl = usePhotoUrl();

  useEffect(() => setDraft(place.state.query), [place.state.query]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new list has nothing chosen
  useEffect(() => setChosen(-1), [suggestions]);
  useEffect(() => {
    const slash = (event: globalThis.KeyboardEvent) => {
      const busy =
        event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog, [contenteditable]");
      if (event.key !== "/" || busy || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener("keydown", slash);
    return () => window.removeEventListener("keydown", slash);
  }, []);

  const words = useCallback(() => input.current?.value.trim() ?? "", []);
  const photo = usePhotoInput(words);
  const recorded = useCallback(
    (recording: Blob) => {
      const { recording: _old, ...memo } = currentPlace().memo;
      search({ query: words(), said: null, weights: {}, dropped: [] }, { ...memo, recording: holdRecording(recording) });
    },
    [words],
  );
  const voice = useVoice(Math.min(LONGEST, facts.limits["audio_seconds"] ?? LONGEST), recorded);

  const ask = (text: string, category: string[] = []) => {
    setOpen(false);
    setDraft(text);
    const { state, path } = currentPlace();
    const query = text.trim();
    if (path === "/" && query === state.query && !category.length) return search({ page: 1 });
    // New words are a new question: filters of the old one would only hide answers.
    search({ ...NOTHING, query, category, sort: state.sort, like: state.like, said: state.said });
  };
  const choose = (suggestion: Suggestion) => {
    setOpen(false);
    if (suggestion.kind === "product" && suggestion.id) return goTo(productAddress(suggestion.id));
    ask(suggestion.text, suggestion.scope?.category.split(" > "));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const suggestion = shown ? suggestions[chosen] : undefined;
    if (suggestion) choose(suggestion);
    else ask(draft);
    // On a phone the keyboard should get out of the way of the results.
    if (window.matchMedia("(pointer: coarse)").matches) input.current?.blur();
  };
  const press = (event: KeyboardEvent) => {
    // Enter that ends a Chinese input method's composition is not a search.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!shown) return setOpen(true);
      const count = suggestions.length + 1;
      setChosen((now) => ((now + 1 + (event.key === "ArrowDown" ? 1 : -1) + count) % count) - 1);
    }
    if (event.key === "Escape") {
      if (shown) event.stopPropagation();
      setOpen(false);
      setChosen(-1);
    }
  };

  return (
    <search className="search">
      <form className={`bar ${shown ? "open" : ""}`} onSubmit={submit} aria-label={say("searchLabel")}>
        {photoUrl && (
          <button
            type="button"
            className="bar-photo"
            aria-label={say("photoEdit")}
            title={say("photoEdit")}
            onClick={() => setCropping(true)}
          >
            <PhotoThumb url={photoUrl} crop={place.memo.crop} />
          </button>
        )}
        <input
          ref={input}
          className="bar-words"
          type="text"
          role="combobox"
          name="q"
          value={draft}
          placeholder={say("placeholder")}
          aria-label={say("searchLabel")}
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={list}
          aria-activedescendant={shown && chosen >= 0 ? `${list}-${chosen}` : undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={facts.limits["query_chars"] ?? 500}
          onChange={(event) => {
            setDraft(event.target.value);
            setOpen(true);
          }}
          onKeyDown={press}
          onBlur={() => setOpen(false)}
        />
        {draft && (
          <button
            type="button"
            className="icon-button quiet"
            aria-label={say("clear")}
            onClick={() => {
              setDraft("");
              input.current?.focus();
            }}
          >
            <Icon name="close" />
          </button>
        )}
        {facts.inputs.photo !== false && <PhotoButton onPhoto={photo.take} />}
        {facts.inputs.voice !== false && <VoiceButton voice={voice} />}
        <button type="submit" className="icon-button go" aria-label={say("go")}>
          <Icon name="search" />
        </button>
      </form>
      <div className="panel suggestions" hidden={!shown}>
        <div id={list} role="listbox" aria-label={say("suggestions")}>
          {suggestions.map((suggestion, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox, which names the active option
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are dealt with by the combobox
            <div
              key={`${suggestion.kind} ${suggestion.id ?? suggestion.text} ${suggestion.scope?.category ?? ""}`}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === chosen}
              className={suggestion.scope ? "suggestion scoped" : "suggestion"}
              // Before the input loses focus and the list closes.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(suggestion)}
            >
              <span>
                <Completed suggestion={suggestion} />
                {suggestion.scope && <i> {say("suggestionScope", { category: suggestion.scope.label })}</i>}
              </span>
              <small>{suggestion.scope ? suggestion.scope.count : say(KINDS[suggestion.kind] ?? "suggestionQuery")}</small>
            </div>
          ))}
        </div>
      </div>
      <VoicePanel voice={voice} />
      {photo.broken && (
        <p className="panel voice-panel fault" role="alert">
          {say("photoBroken")}
        </p>
      )}
      {photo.hovering &&
        // Outside of the header, whose blur would keep it within.
        createPortal(
          <div className="drop-veil" aria-hidden="true">
            <p>
              <Icon name="picture" /> {say("photoDrop")}
            </p>
          </div>,
          document.body,
        )}
      {cropping && photoUrl && (
        <CropDialog
          url={photoUrl}
          crop={place.memo.crop}
          onClose={() => setCropping(false)}
          onUse={(crop) => {
            setCropping(false);
            const { crop: _old, ...memo } = place.memo;
            search({}, crop ? { ...memo, crop } : memo);
          }}
        />
      )}
    </search>
  );
}

/** A product's pictures: one large, the others to choose. */

import { useEffect, useState } from "react";
import { useLanguage } from "../i18n/language";
import { Picture } from "../results/Picture";

export function Gallery({ images, title }: { images: string[]; title: string }) {
  const { say } = useLanguage();
  const [shown, setShown] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another product starts at its first picture
  useEffect(() => setShown(0), [images]);
  return (
    <div className="gallery">
      <div className="gallery-main">
        <Picture image={images[shown]} eager sizes="(max-width: 860px) 94vw, 560px" alt={title} />
      </div>
      {images.length > 1 && (
        <ul className="thumbs">
          {images.map((image, index) => (
            <li key={image}>
              <button
                type="button"
                aria-pressed={index === shown}
                aria-label={say("pictureOf", { n: index + 1, all: images.length })}
                onClick={() => setShown(index)}
              >
                <Picture image={image} sizes="80px" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

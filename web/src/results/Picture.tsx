/** A product's picture on the shop's paper, at the width the screen needs. */

import { useEffect, useState } from "react";
import { useLanguage } from "../i18n/language";
import { sized, sourceSet } from "../shop/wording";
import { Icon } from "../ui/Icon";

export function Picture({
  image,
  sizes,
  eager = false,
  alt = "",
}: {
  image: string | undefined;
  sizes: string;
  eager?: boolean;
  alt?: string;
}) {
  const { say } = useLanguage();
  const [broken, setBroken] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture may be whole
  useEffect(() => setBroken(false), [image]);
  if (!image || broken) {
    return (
      <span className="picture missing">
        <Icon name="picture" />
        <span className="visually-hidden">{say("imageNone")}</span>
      </span>
    );
  }
  return (
    <span className="picture">
      <img
        src={sized(image, 320)}
        srcSet={sourceSet(image)}
        sizes={sizes}
        alt={alt}
        loading={eager ? "eager" : "lazy"}
        decoding="async"
        onError={() => setBroken(true)}
      />
    </span>
  );
}

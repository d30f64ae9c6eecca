/** The address of the picture that is searched with, for as long as it is shown; null when there is none. */

import { useEffect, useState } from "react";
import { fetchProduct } from "../shop/api";
import { sized } from "../shop/wording";
import { heldBlob } from "../state/blobs";
import { usePlace } from "../state/location";

export function usePhotoUrl(): string | null {
  const { memo, state } = usePlace();
  const [url, setUrl] = useState<string | null>(null);
  const like = memo.photo ? "" : state.like;
  useEffect(() => {
    const blob = heldBlob(memo.photo);
    if (blob) {
      const address = URL.createObjectURL(blob);
      setUrl(address);
      return () => URL.revokeObjectURL(address);
    }
    const abort = new AbortController();
    setUrl(null);
    if (like) {
      fetchProduct(like, abort.signal)
        .then(({ product }) => setUrl(product.images[0] ? sized(product.images[0], 640) : null))
        // The search itself reports a product that does not exist.
        .catch(() => undefined);
    }
    return () => abort.abort();
  }, [memo.photo, like]);
  return url;
}

/** Makes a photo small enough to travel: phone photos have 12 megapixels, the image models look at 260 pixels. */

const LONGEST = 1024;

/**
 * A JPEG of at most 1024 pixels a side, the right way up.
 *
 * Rejects when the browser cannot read the file as a picture. Animated pictures lose all but their first frame.
 */
export async function preparePhoto(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    // What is transparent in a cut-out becomes white, as on the shop's own pictures.
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.9);
    });
  } finally {
    bitmap.close();
  }
}

export const firstPicture = (files: Iterable<File> | null | undefined): File | null =>
  [...(files ?? [])].find((file) => file.type.startsWith("image/")) ?? null;

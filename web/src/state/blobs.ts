/** Photos and recordings of this visit, by name, so that back and forward find them again. Photos also survive a reload. */

const held = new Map<string, Blob>();
const PREFIX = "omnishelf.photo.";
const KEPT = 4;

const newName = (): string => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;

async function remember(name: string, blob: Blob): Promise<void> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
  const names = Object.keys(sessionStorage)
    .filter((key) => key.startsWith(PREFIX))
    .sort();
  for (const old of names.slice(0, Math.max(0, names.length - KEPT + 1))) sessionStorage.removeItem(old);
  sessionStorage.setItem(PREFIX + name, url);
}

export function holdPhoto(photo: Blob): string {
  const name = newName();
  held.set(name, photo);
  // Storage may be full or forbidden; then a reload loses the photo, and nothing else.
  remember(name, photo).catch(() => undefined);
  return name;
}

export function holdRecording(recording: Blob): string {
  const name = newName();
  held.set(name, recording);
  return name;
}

export function heldBlob(name: string | undefined): Blob | null {
  if (!name) return null;
  const blob = held.get(name);
  if (blob) return blob;
  try {
    const [, type, data] = /^data:([^;,]+);base64,(.*)$/.exec(sessionStorage.getItem(PREFIX + name) ?? "") ?? [];
    if (!type || !data) return null;
    const restored = new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], { type });
    held.set(name, restored);
    return restored;
  } catch {
    return null;
  }
}

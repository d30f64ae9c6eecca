// The Chinese voice of the assistant is one file of the npm package kokoro-js (Apache-2.0). It is in no Python package, so the
// build puts it where the wheel takes it from; src/omnishelf/encoders/voice_kokoro.py checks its hash. What else kokoro-js
// depends on is not needed and replaced by nothing (`overrides` in package.json).
import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const VOICE = "zf_xiaoxiao.bin";
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

mkdirSync(here("../src/omnishelf/encoders/voices"), { recursive: true });
copyFileSync(here(`node_modules/kokoro-js/voices/${VOICE}`), here(`../src/omnishelf/encoders/voices/${VOICE}`));

import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { mockShop } from "./dev/mock.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** `--mode mock` answers the HTTP surface from fixtures; otherwise `vite` passes it on to a running Omnishelf. */
export default defineConfig(({ mode }) => {
  const shop = process.env["OMNISHELF_URL"] ?? "http://127.0.0.1:7700";
  return {
    plugins: [react(), ...(mode === "mock" ? [mockShop()] : [])],
    resolve: { alias: { "@omnishelf/instantsearch-client": here("./client/src/index.ts") } },
    server: { host: "127.0.0.1", ...(mode === "mock" ? {} : { proxy: { "/v1": shop, "/media": shop } }) },
    build: {
      outDir: process.env["OMNISHELF_WEB_OUT"] ?? here("../src/omnishelf/web"),
      emptyOutDir: true,
      target: "es2022",
      // An inlined asset would be a data: address, which a strict content security policy refuses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  };
});

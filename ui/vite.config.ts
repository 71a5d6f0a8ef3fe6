import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  // `gallery.html` is served while developing; what is built is `index.html` alone, which a test holds it to.
  // One page, read from the program itself: there is nothing to preload, and the policy allows no inline script.
  build: { target: "safari16", modulePreload: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 800 },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
    testTimeout: 20_000,
    // The page of the tests is older than this element, and React says so each time.
    onConsoleLog: (said) => !said.includes("The tag <search> is unrecognized"),
  },
});

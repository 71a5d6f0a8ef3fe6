import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  // One page, read from the program itself: there is nothing to preload, and the policy allows no inline script.
  build: { target: "safari16", modulePreload: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 800 },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"] },
});

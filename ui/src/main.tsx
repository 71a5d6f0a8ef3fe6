import "@fontsource-variable/inter/wght.css";
import "./design/tokens.css";
import "./design/base.css";
import "./design/primitives.css";
import "./design/page.css";
import "./app/app.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { countFaults } from "./lib/faults";

countFaults();

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<App />);

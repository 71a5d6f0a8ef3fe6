import "@fontsource-variable/inter/wght.css";
import "../design/tokens.css";
import "../design/base.css";
import "../design/primitives.css";
import "../design/page.css";
import "./gallery.css";
import { createRoot } from "react-dom/client";
import { Gallery } from "./Gallery";

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<Gallery />);

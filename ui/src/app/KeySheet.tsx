import { useEffect, useRef, useState } from "react";
import { Button, Key } from "../design/primitives";
import { useKey, useKeyList } from "../lib/keys";
import { useWords } from "../words/language";
import { words } from "./words";

/** The keys that do something here and now, shown with `?`. */
export function KeySheet({ title }: { title: string }) {
  const t = useWords(words);
  const [open, setOpen] = useState(false);
  const sheet = useRef<HTMLDialogElement>(null);
  const keys = useKeyList();
  useKey("?", title, () => setOpen(true));
  useEffect(() => {
    if (open) sheet.current?.showModal();
    else sheet.current?.close();
  }, [open]);
  return (
    <dialog ref={sheet} className="sheet" aria-label={title} onClose={() => setOpen(false)} data-testid="keys">
      <div className="sheet-head">
        <h2>{title}</h2>
        <Button className="push" size="small" onClick={() => setOpen(false)}>
          {t.keysClose}
        </Button>
      </div>
      <div className="body stack">
        <ul className="key-list">
          {keys.map(([key, label]) => (
            <li key={key}>
              <span>{label}</span>
              <span className="row">
                {key.split(" ").map((part) => (
                  <Key key={part}>{cap(part)}</Key>
                ))}
              </span>
            </li>
          ))}
        </ul>
        <p className="soft">{t.keysText}</p>
      </div>
    </dialog>
  );
}

const cap = (key: string) =>
  key
    .split("+")
    .map((part) => (part.length > 1 ? part.charAt(0).toUpperCase() + part.slice(1) : part))
    .join(" ");

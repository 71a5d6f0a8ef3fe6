import { type ComponentType, useState } from "react";
import { Segments } from "../design/primitives";
import { LanguageProvider } from "../words/language";
import { Buttons, Choices, Keys, SegmentRows } from "./acting";
import { Fields } from "./fields";
import { LOOKS, type Look, looksOf } from "./looks";
import { Certificates, Facts, Nothing, Panels, Sheet, Skeletons } from "./pages";
import { Problems } from "./problems";
import { KeyChanges, PageHeads, Roles, Secrets } from "./secrets";
import { CallMarks, CheckSigns, Outcomes, Risks, Statuses } from "./signs";
import { Colours, Motion, Radii, Spaces, Types } from "./tokens";
import { Amounts, Dues, Marks, MaskedValues, Tags } from "./values";

/** Every part of the design system, by the name it has in the source. Those that need room stand two beside each other. */
const PARTS: { name: string; of: ComponentType; roomy?: boolean }[] = [
  { name: "Button", of: Buttons },
  { name: "Key", of: Keys },
  { name: "Segments", of: SegmentRows },
  { name: "Choice", of: Choices },
  { name: "Field", of: Fields, roomy: true },
  { name: "Passphrase, PIN", of: Secrets },
  { name: "Roles", of: Roles },
  { name: "KeyChange", of: KeyChanges },
  { name: "PageHead", of: PageHeads, roomy: true },
  { name: "Tag", of: Tags },
  { name: "Mark", of: Marks },
  { name: "Due", of: Dues },
  { name: "Money", of: Amounts },
  { name: "Masked", of: MaskedValues },
  { name: "CheckMark", of: CheckSigns },
  { name: "CallMark", of: CallMarks },
  { name: "StatusTag", of: Statuses },
  { name: "RiskTag", of: Risks },
  { name: "OutcomeMark", of: Outcomes },
  { name: "Fact", of: Facts, roomy: true },
  { name: "Panel", of: Panels },
  { name: "Certificate", of: Certificates, roomy: true },
  { name: "Empty", of: Nothing },
  { name: "Skeleton", of: Skeletons },
  { name: "Problem", of: Problems, roomy: true },
  { name: "dialog.sheet", of: Sheet, roomy: true },
  { name: "Colour", of: Colours, roomy: true },
  { name: "Type", of: Types, roomy: true },
  { name: "Space", of: Spaces },
  { name: "Radius, shadow", of: Radii },
  { name: "Motion", of: Motion },
];

const ALL = "all";

const anchor = (name: string) => name.toLowerCase().replaceAll(/[^a-z]+/g, "-");

/** Each part in every state, in each language and theme. For whoever changes the design; no build of the window has it. */
export function Gallery() {
  const [looks, setLooks] = useState(() => looksOf(window.location.search));
  const choose = (chosen: string) => {
    const query = chosen === ALL ? "" : `?look=${chosen}`;
    window.history.replaceState(null, "", `${window.location.pathname}${query}`);
    setLooks(looksOf(query));
  };
  return (
    <div className="gallery scroll">
      <header className="gallery-head">
        <h1>Veridesk · gallery</h1>
        <nav className="soft" aria-label="Parts">
          {PARTS.map((part) => (
            <a key={part.name} href={`#${anchor(part.name)}`}>
              {part.name}
            </a>
          ))}
        </nav>
        <Segments
          label="Looks"
          value={looks.length === 1 ? (looks[0]?.name ?? ALL) : ALL}
          options={[ALL, ...LOOKS.map((look) => look.name)].map((value) => ({ value, label: value }))}
          choose={choose}
        />
      </header>
      {PARTS.map((part) => (
        <section key={part.name} id={anchor(part.name)} className="gallery-part">
          <h2>{part.name}</h2>
          <div className={part.roomy ? "gallery-looks roomy" : "gallery-looks"} data-looks={looks.length}>
            {looks.map((look) => (
              <Seen key={look.name} look={look} of={part.of} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

function Seen({ look, of: Part }: { look: Look; of: ComponentType }) {
  return (
    <div className="gallery-look" data-theme={look.theme} lang={look.language === "zh" ? "zh-CN" : "en"}>
      <LanguageProvider language={look.language}>
        <Part />
      </LanguageProvider>
    </div>
  );
}

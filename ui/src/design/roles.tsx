import { bilingual, useWords } from "../words/language";
import { useVocabulary } from "../words/vocabulary";
import { Tag } from "./primitives";

const words = bilingual(
  { roles: "角色", hint: "审计员只查看记录，不能兼任其他角色。" },
  { roles: "Roles", hint: "An auditor only reads the record, and holds no other role." },
);

const ROLES = ["operator", "supervisor", "administrator", "auditor"];

/** What somebody may be, as small words side by side. */
export function RoleTags({ roles }: { roles: readonly string[] }) {
  const say = useVocabulary();
  return (
    <span className="tags">
      {roles.map((role) => (
        <Tag key={role}>{say("role", role)}</Tag>
      ))}
    </span>
  );
}

/** The roles somebody is to hold. */
export function RoleTicks({ roles, change }: { roles: readonly string[]; change: (roles: string[]) => void }) {
  const t = useWords(words);
  const say = useVocabulary();
  return (
    <fieldset className="field">
      <legend className="label">{t.roles}</legend>
      <div className="role-ticks">
        {ROLES.map((role) => (
          <label key={role} className="tick">
            <input
              type="checkbox"
              checked={roles.includes(role)}
              data-testid={`role-${role}`}
              onChange={(event) => change(event.target.checked ? [...roles, role] : roles.filter((it) => it !== role))}
            />
            {say("role", role)}
          </label>
        ))}
      </div>
      <div className="said">{t.hint}</div>
    </fieldset>
  );
}

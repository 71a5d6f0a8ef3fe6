import { useAct } from "../backend/act";
import type { AcceptanceView } from "../backend/generated/AcceptanceView";
import { useQueryClient, useReply } from "../backend/queries";
import { Problem } from "../design/Problem";
import { Button } from "../design/primitives";
import { useTell } from "../design/tell";
import { moment, sentences } from "../words/format";
import { bilingual, useLanguage, useWords } from "../words/language";
import { useStation } from "./station";

const words = bilingual(
  {
    propose: "提出接受现有文件",
    proposed: (who: string, when: string) => `${who} 已于 ${when} 提出接受现有文件。`,
    follows: "同意之后：密钥环以现有文件为准，缺少的记录不会回来；待发送的请求记为结果不明；核验台随即锁定。",
    accept: "同意并锁定",
    accepted: "两人已接受现有文件。请重新登录，此事会记入记录。",
  },
  {
    propose: "Propose to accept these files",
    proposed: (who: string, when: string) => `${who} proposed on ${when} to accept these files.`,
    follows:
      "Once agreed, the keychain takes these files for the right ones; records that are missing do not come back; what waits in the outbox becomes unknown; the desk locks.",
    accept: "Agree and lock",
    accepted: "Two people accepted these files. Sign in again; it goes on record.",
  },
);

/** The way out of quarantine where the files are right after all: an administrator proposes it, a supervisor agrees. */
export function Acceptance() {
  const t = useWords(words);
  const { station } = useStation();
  const client = useQueryClient();
  const said = useReply("acceptance", {}, { anew: true });
  const propose = useAct("propose_acceptance");
  const problem = said.error ?? propose.error;
  if (problem !== null) return <Problem error={problem.view} close={said.error === null ? propose.reset : undefined} />;
  if (said.data === undefined) return null;
  if (said.data.maker !== null) return <Agreeing said={said.data} maker={said.data.maker} />;
  if (!station.roles.includes("administrator")) return null;
  const keep = (view: AcceptanceView) => client.setQueryData(["acceptance", {}], view);
  return (
    <div className="row">
      <Button
        size="small"
        disabled={propose.isPending}
        onClick={() => propose.mutate({}, { onSuccess: keep })}
        data-testid="propose-acceptance"
      >
        {t.propose}
      </Button>
    </div>
  );
}

/** What one person proposed, and the agreeing of another. The desk locks with it: who signs in anew works with the files. */
function Agreeing({ said, maker }: { said: AcceptanceView; maker: string }) {
  const t = useWords(words);
  const language = useLanguage();
  const tell = useTell();
  const { lock } = useStation();
  const accept = useAct("accept");
  const refusal = said.refusal?.[language];
  const refused = refusal ? sentences(language, refusal.happened, refusal.next) : undefined;
  const agree = () =>
    accept.mutate(
      {},
      {
        onSuccess: () => {
          lock();
          tell.say(t.accepted);
        },
      },
    );
  return (
    <>
      {accept.error !== null && <Problem error={accept.error.view} close={accept.reset} />}
      <p data-testid="acceptance">
        {sentences(language, t.proposed(maker, said.at === null ? "—" : moment(said.at, language)), t.follows)}
      </p>
      <div className="row">
        <Button size="small" refused={refused} disabled={accept.isPending} onClick={agree} data-testid="accept">
          {t.accept}
        </Button>
        {refused !== undefined && <span className="why">{refused}</span>}
      </div>
    </>
  );
}

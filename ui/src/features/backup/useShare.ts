import { useCallback, useEffect, useState } from "react";
import { type Act, useAct } from "../../backend/act";
import { useQueryClient } from "../../backend/queries";

/** A holder's share, and what of it they are to type back. */
export type Share = {
  act: Act<"show_share">;
  /** The groups, while they are on the screen. */
  groups: readonly string[] | undefined;
  /** The numbers of the groups to be typed back, once the share was shown. */
  asked: readonly number[] | undefined;
  show: () => void;
  hide: () => void;
  askOthers: (numbers: readonly number[]) => void;
};

/**
 * A share, for as long as it may be seen. It is in the memory of the component that calls this, and nowhere else: not
 * among what was read, not among drafts. It goes when its holder has it on paper, when another window comes to the
 * front, and when the page goes, as it does with the lock. The house shows it no second time.
 */
export function useShare(holder: number): Share {
  const act = useAct("show_share");
  const { mutate, reset } = act;
  const client = useQueryClient();
  const [groups, setGroups] = useState<readonly string[] | undefined>(undefined);
  const [asked, setAsked] = useState<readonly number[] | undefined>(undefined);
  const hide = useCallback(() => setGroups(undefined), []);
  useEffect(() => {
    window.addEventListener("blur", hide);
    return () => window.removeEventListener("blur", hide);
  }, [hide]);
  const show = useCallback(() => {
    mutate(
      { holder },
      {
        onSuccess: (share) => {
          // What the act itself keeps of its answer goes at once.
          reset();
          setGroups(share.text.split(/\s+/).filter((it) => it !== ""));
          setAsked(share.asked);
          // That it was shown; not what.
          void client.invalidateQueries({ queryKey: ["backup_status"] });
        },
      },
    );
  }, [client, holder, mutate, reset]);
  return { act, groups, asked, show, hide, askOthers: setAsked };
}

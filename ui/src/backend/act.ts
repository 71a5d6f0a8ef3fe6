import { useCallback, useEffect, useRef, useState } from "react";
import { ask, type Body, type Refused, type Reply, type RequestName, refusal } from "./ask";

type Stands<N extends RequestName> = { isPending: boolean; error: Refused | null; data: Reply<N> | undefined };

type After<N extends RequestName> = { onSuccess?: (reply: Reply<N>) => void; onError?: (refused: Refused) => void };

export type Act<N extends RequestName> = Stands<N> & {
  mutate: (body: Body<N>, after?: After<N>) => void;
  reset: () => void;
};

const IDLE = { isPending: false, error: null, data: undefined };

/**
 * Has the house do something. What is sent may be a passphrase or a customer's data, so it is handed on and kept
 * nowhere; the library's own mutations keep it until minutes after the page is gone. What is to happen afterwards
 * happens even when the person has gone on to another page.
 */
export function useAct<N extends RequestName>(name: N): Act<N> {
  const [stands, setStands] = useState<Stands<N>>(IDLE);
  const newest = useRef(0);
  const mutate = useCallback(
    (body: Body<N>, after: After<N> = {}) => {
      newest.current += 1;
      const mine = newest.current;
      // Whoever began something else meanwhile, or left, is not shown how this ended.
      const show = (how: Stands<N>) => {
        if (newest.current === mine) setStands(how);
      };
      show({ isPending: true, error: null, data: undefined });
      ask(name, body).then(
        (data) => {
          show({ isPending: false, error: null, data });
          after.onSuccess?.(data);
        },
        (fault: unknown) => {
          const error = refusal(fault);
          show({ isPending: false, error, data: undefined });
          after.onError?.(error);
        },
      );
    },
    [name],
  );
  const reset = useCallback(() => {
    newest.current += 1;
    setStands(IDLE);
  }, []);
  useEffect(
    () => () => {
      newest.current += 1;
    },
    [],
  );
  return { ...stands, mutate, reset };
}

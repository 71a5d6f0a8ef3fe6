import {
  type InfiniteData,
  keepPreviousData,
  QueryClient,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { listen } from "@tauri-apps/api/event";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { ask, type Body, forgetAsked, type Refused, type Reply, type RequestName } from "./ask";
import type { CaseView } from "./generated/CaseView";
import type { NoticeView } from "./generated/NoticeView";

/**
 * What was read, until somebody says that it changed. There is no network between window and house: nothing pauses
 * when the machine is offline, nothing is asked twice, and nothing grows stale by itself.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode: "always", retry: false, staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false },
  },
});

/** Forgets everything that was read, and what is still on its way: what comes after the lock is nobody's to see. */
export function forgetAll() {
  forgetAsked();
  queryClient.clear();
}

/**
 * Reads from the house. What is `fleeting` was asked with a customer's data, and is forgotten when it is off the screen;
 * what is to be read `anew` is read each time it comes on the screen, since nobody says when it changes.
 */
export function useReply<N extends RequestName>(
  name: N,
  body: Body<N>,
  options: { enabled?: boolean; keepPrevious?: boolean; fleeting?: boolean; anew?: boolean } = {},
): UseQueryResult<Reply<N>, Refused> {
  return useQuery<Reply<N>, Refused, Reply<N>>({
    queryKey: [name, body],
    queryFn: () => ask(name, body),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(options.anew ? { refetchOnMount: "always" as const } : {}),
    ...(options.fleeting ? { gcTime: 0 } : {}),
  });
}

const PAGE = 100;

/** The cases of a view, page after page. */
export function useCases(statuses: string[], mine: boolean, enabled = true) {
  return useInfiniteQuery<Reply<"queue">, Refused, InfiniteData<Reply<"queue">>, unknown[], string | null>({
    queryKey: ["queue", statuses, mine],
    queryFn: ({ pageParam }) => ask("queue", { statuses, mine, after: pageParam, limit: PAGE }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    placeholderData: (previous) => previous,
    enabled,
  });
}

/** The archive, page after page: what changed last comes first. */
export function useArchive(enabled: boolean) {
  return useInfiniteQuery<Reply<"archive">, Refused, InfiniteData<Reply<"archive">>, unknown[], string | null>({
    queryKey: ["archive"],
    queryFn: ({ pageParam }) => ask("archive", { after: pageParam, limit: PAGE }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    enabled,
  });
}

/** Who was shown what, newest first. What was said about it in words is read anew each time, and kept by nobody after. */
export function useReveals() {
  return useInfiniteQuery<Reply<"reveals">, Refused, InfiniteData<Reply<"reveals">>, unknown[], string | null>({
    queryKey: ["reveals"],
    queryFn: ({ pageParam }) => ask("reveals", { before: pageParam, limit: PAGE }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    refetchOnMount: "always",
    gcTime: 0,
  });
}

/** A case as it stands. Reading it leaves no record. */
export function useCase(id: string): UseQueryResult<CaseView, Refused> {
  return useReply("case", { case: id });
}

/** Keeps what an act answered with, so that the page shows it without asking. */
export function keepCase(client: QueryClient, view: CaseView) {
  client.setQueryData(["case", { case: view.row.case }], { ...view, name: null });
}

/** What lists show changed: they are read anew, at most a few times a second however much happens. */
function listsChanged(client: QueryClient) {
  let isComing = false;
  return () => {
    if (isComing) return;
    isComing = true;
    setTimeout(() => {
      isComing = false;
      for (const name of ["queue", "archive", "outbox_status", "find"])
        void client.invalidateQueries({ queryKey: [name] });
    }, 120);
  };
}

/** Hears what the house says by itself, for as long as this is on the screen. */
export function useNotice(told: (notice: NoticeView) => void) {
  const latest = useRef(told);
  latest.current = told;
  useEffect(() => {
    const stop = listen<NoticeView>("notice", ({ payload }) => latest.current(payload));
    return () => {
      void stop.then((stopped) => stopped());
    };
  }, []);
}

/** Reads anew what the house says has changed. */
export function useNotices(told: (notice: NoticeView) => void) {
  const client = useQueryClient();
  const lists = useMemo(() => listsChanged(client), [client]);
  useNotice((notice) => {
    if (notice.notice === "case_changed") {
      void client.invalidateQueries({ queryKey: ["case", { case: notice.case }] });
      lists();
    }
    if (notice.notice === "outbox_changed") lists();
    told(notice);
  });
}

/** People, roles, keys or institutions became others, or somebody proposed that they do: what tells of them is read anew. */
export function useDeskChanged(): () => void {
  const client = useQueryClient();
  return useCallback(() => {
    for (const name of ["changes", "desk", "people", "keys"]) void client.invalidateQueries({ queryKey: [name] });
  }, [client]);
}

/** Cases were erased, and the keys changed with it: whatever told of them is read anew. */
export function useErased(): () => void {
  const client = useQueryClient();
  return useCallback(() => {
    const told = [
      "erasure_due",
      "queue",
      "archive",
      "case",
      "find",
      "outbox_status",
      "keys",
      "reveals",
      "backup_status",
    ];
    for (const name of told) void client.invalidateQueries({ queryKey: [name] });
  }, [client]);
}

export { useQueryClient };

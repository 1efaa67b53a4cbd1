/** One configured thing, or nothing yet when it is to be made. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { Configured } from "@onqueue/api/models";
import type { Records } from "../../../api/records";

export const NEW = "new";

export function useRecord<R extends Configured, D>(
  records: Records<R, D>,
  id: string,
): UseQueryResult<R> {
  return useQuery({
    queryKey: ["record", records.kind, id],
    queryFn: () => records.read(id),
    enabled: id !== NEW,
    // What is edited is read anew each time it is opened, and not under one's hands.
    gcTime: 0,
    staleTime: Infinity,
  });
}

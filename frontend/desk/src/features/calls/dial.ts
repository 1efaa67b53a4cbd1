/** Calling customers: what one may do, whom one called, and numbers that are called often. */
import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@onqueue/api/client";

export const callingOut = queryOptions({
  queryKey: ["calls", "out"],
  queryFn: () => dialling.read(),
});

export const callsMade = queryOptions({
  queryKey: ["calls", "made"],
  queryFn: () => dialling.made(),
});

export const speedDials = queryOptions({
  queryKey: ["calls", "speed-dials"],
  queryFn: () => dialling.often(),
});

export const found = (q: string) =>
  queryOptions({
    queryKey: ["calls", "found", q],
    queryFn: () =>
      unwrap(api.GET("/api/customers", { params: { query: { q, size: 8, page: 1 } } })),
  });

export const dialling = {
  read: () => unwrap(api.GET("/api/calls/out")),
  made: () => unwrap(api.GET("/api/outbound/calls")),
  often: () => unwrap(api.GET("/api/outbound/speed-dials")),
  call: (number: string, caller: string | null, customer: string | null) =>
    unwrap(api.POST("/api/calls/out", { body: { number, caller, customer } })),
  keep: (name: string, number: string) =>
    unwrap(api.POST("/api/outbound/speed-dials", { body: { name, number, for_all: false } })),
  drop: (id: string) =>
    api.DELETE("/api/outbound/speed-dials/{speed_dial}", { params: { path: { speed_dial: id } } }),
};

/** Is this something to dial, rather than a name to look for? */
export function isNumber(typed: string): boolean {
  return /^[+0-9][0-9 ()/.-]*$/.test(typed.trim());
}

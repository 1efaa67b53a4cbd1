/** Who the customers are. */
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, unwrap } from "@onqueue/api/client";
import type { ConversationRow, Customer, CustomerPatch, Page } from "@onqueue/api/models";

const at = (customer: string) => ({ params: { path: { customer } } }) as const;

export const customerKey = (id: string) => ["customer", id] as const;

export function useCustomer(id: string): UseQueryResult<Customer> {
  return useQuery({
    queryKey: customerKey(id),
    queryFn: () => unwrap(api.GET("/api/customers/{customer}", at(id))),
  });
}

export function saveCustomer(id: string, body: CustomerPatch): Promise<Customer> {
  return unwrap(api.PATCH("/api/customers/{customer}", { ...at(id), body }));
}

export function useEarlier(customer: string): UseQueryResult<Page<ConversationRow>> {
  return useQuery({
    queryKey: ["customer", customer, "conversations"],
    queryFn: () =>
      unwrap(api.GET("/api/conversations", { params: { query: { customer, size: 10 } } })),
  });
}

export function useCustomers(query: {
  q?: string;
  page: number;
  size: number;
}): UseQueryResult<Page<Customer>> {
  return useQuery({
    queryKey: ["customers", query],
    queryFn: () => unwrap(api.GET("/api/customers", { params: { query } })),
    placeholderData: keepPreviousData,
  });
}

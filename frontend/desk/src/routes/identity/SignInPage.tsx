import { getRouteApi, useRouter } from "@tanstack/react-router";
import { SignInForm } from "../../features/identity/components/SignInForm";
import { DoorLink } from "./DoorLink";

const route = getRouteApi("/door/sign-in");

export function SignInPage() {
  const router = useRouter();
  const { to } = route.useSearch();
  const done = (): void => {
    if (to === undefined) void router.navigate({ to: "/" });
    else router.history.push(to);
  };
  return <SignInForm onDone={done} forgotten={<DoorLink to="/forgot" label="forgotten" />} />;
}

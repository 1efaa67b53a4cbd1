import { Outlet } from "@tanstack/react-router";
import { DoorFrame } from "../../features/identity/components/DoorFrame";

export function Door() {
  return (
    <DoorFrame>
      <Outlet />
    </DoorFrame>
  );
}

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useQueryClient } from "@tanstack/react-query";
import { LiveSocket, type SocketEvent, type SocketState } from "../api/socket";
import { kSessionKey, useMay, useSession } from "./session";

const LiveContext = createContext<LiveSocket | null>(null);

export function LiveProvider({ children }: { children: ReactNode }) {
  const [socket] = useState(() => new LiveSocket());
  const client = useQueryClient();
  // Support has no live connection: each of its looks is recorded, and a stream would not be.
  const { support } = useSession();
  const listens = useMay()("read_conversations") && !support;

  useEffect(
    () =>
      socket.onEvent((event) => {
        if (event.type === "rights") void client.invalidateQueries();
        // Rights may have changed while nobody listened.
        if (event.type === "live" && event.again)
          void client.invalidateQueries({ queryKey: kSessionKey });
      }),
    [client, socket],
  );

  // The socket tells of conversations; whoever reads none has nothing to hear.
  useEffect(() => {
    if (!listens) return;
    socket.start();
    // A real act of the person keeps the session from idling out; a page left open does not.
    const act = () => socket.sendActive();
    window.addEventListener("pointerdown", act);
    window.addEventListener("keydown", act);
    return () => {
      window.removeEventListener("pointerdown", act);
      window.removeEventListener("keydown", act);
      socket.stop();
    };
  }, [socket, listens]);

  return <LiveContext value={socket}>{children}</LiveContext>;
}

export function useLive(): LiveSocket {
  const socket = useContext(LiveContext);
  if (!socket) throw new Error("useLive needs LiveProvider above it.");
  return socket;
}

export function useLiveState(): SocketState {
  const socket = useLive();
  return useSyncExternalStore(socket.onState, socket.currentState);
}

export function useLiveEvents(listener: (event: SocketEvent) => void): void {
  const socket = useLive();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => socket.onEvent((event) => latest.current(event)), [socket]);
}

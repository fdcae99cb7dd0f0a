import { createBrowserRouter, redirect } from "react-router";
import { InboxPage } from "../inbox/inbox-page";
import { RouteFailure } from "../parts/route-failure";
import { Splash } from "../parts/splash";
import { RequireSession } from "../session/require-session";
import { Shell } from "../shell/shell";

// Pages load when they are visited; only the inbox, where people work, comes along at once.
export const router = createBrowserRouter([
  {
    ErrorBoundary: RouteFailure,
    HydrateFallback: Splash,
    children: [
      {
        path: "/setup",
        lazy: async () => ({ Component: (await import("../setup/setup-page")).SetupPage }),
      },
      {
        path: "/join",
        lazy: async () => ({ Component: (await import("../join/join-page")).JoinPage }),
      },
      {
        path: "/login",
        lazy: async () => ({ Component: (await import("../login/login-page")).LoginPage }),
      },
      {
        path: "/second-factor",
        lazy: async () => ({
          Component: (await import("../account/second-factor-page")).SecondFactorPage,
        }),
      },
      {
        path: "/reset",
        lazy: async () => ({ Component: (await import("../reset/reset-page")).ResetPage }),
      },
      {
        path: "/support",
        lazy: async () => ({
          Component: (await import("../support/support-page")).SupportPage,
        }),
      },
      {
        path: "/email",
        lazy: async () => ({ Component: (await import("../email/email-pages")).ConfirmEmailPage }),
      },
      {
        path: "/email-undo",
        lazy: async () => ({ Component: (await import("../email/email-pages")).UndoEmailPage }),
      },
      {
        Component: RequireSession,
        children: [
          {
            Component: Shell,
            children: [
              {
                ErrorBoundary: RouteFailure,
                children: [
                  {
                    index: true,
                    lazy: async () => ({
                      Component: (await import("../first-run/start-page")).StartPage,
                    }),
                  },
                  {
                    path: "/start",
                    lazy: async () => ({
                      Component: (await import("../first-run/first-run-page")).FirstRunPage,
                    }),
                  },
                  { path: "/inbox/:conversation?", Component: InboxPage },
                  {
                    path: "/bots",
                    lazy: async () => ({ Component: (await import("../bots/bots-page")).BotsPage }),
                  },
                  {
                    path: "/bots/:bot/:tab?",
                    lazy: async () => ({ Component: (await import("../bots/bot-page")).BotPage }),
                  },
                  {
                    path: "/members",
                    lazy: async () => ({
                      Component: (await import("../members/members-page")).MembersPage,
                    }),
                  },
                  {
                    path: "/roles",
                    lazy: async () => ({
                      Component: (await import("../roles/roles-page")).RolesPage,
                    }),
                  },
                  {
                    path: "/directory",
                    lazy: async () => ({
                      Component: (await import("../directory/directory-page")).DirectoryPage,
                    }),
                  },
                  {
                    path: "/sign-on",
                    lazy: async () => ({
                      Component: (await import("../sign-on/sign-on-page")).SignOnPage,
                    }),
                  },
                  {
                    path: "/approvals",
                    lazy: async () => ({
                      Component: (await import("../approvals/approvals-page")).ApprovalsPage,
                    }),
                  },
                  {
                    path: "/keys",
                    lazy: async () => ({ Component: (await import("../keys/keys-page")).KeysPage }),
                  },
                  {
                    path: "/reviews",
                    lazy: async () => ({
                      Component: (await import("../reviews/reviews-page")).ReviewsPage,
                    }),
                  },
                  {
                    path: "/address-ranges",
                    lazy: async () => ({
                      Component: (await import("../ranges/ranges-page")).RangesPage,
                    }),
                  },
                  {
                    path: "/security",
                    lazy: async () => ({
                      Component: (await import("../security/security-page")).SecurityPage,
                    }),
                  },
                  {
                    path: "/account",
                    lazy: async () => ({
                      Component: (await import("../account/account-page")).AccountPage,
                    }),
                  },
                  {
                    path: "/settings",
                    lazy: async () => ({
                      Component: (await import("../settings/settings-page")).SettingsPage,
                    }),
                  },
                ],
              },
            ],
          },
        ],
      },
      { path: "*", loader: () => redirect("/") },
    ],
  },
]);

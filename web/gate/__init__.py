"""Who comes in, and what they may do: accounts, sessions, policies, tokens, the audit."""

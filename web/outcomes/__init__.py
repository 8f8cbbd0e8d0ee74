"""What sessions brought: reports, the register that they add up to, the report of a week."""

"""Who uses the system (accounts, offices) and whose personal numbers it guards (the vault)."""

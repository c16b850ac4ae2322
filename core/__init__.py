"""What the three houses share: values, database, people, policy, events, jobs, search. Imports none of them."""

"""The ground: people, permissions, audit, jobs, documents, places, values. It knows no room."""

"""What Hypothesis draws: documents and protocols, patients and their days, whole logs, faulty copies."""

"""Pages of paper to data: forms, the plan of a job, and the desk of one job with its scans."""

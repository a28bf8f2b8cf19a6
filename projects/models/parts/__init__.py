"""What hangs on a project: phases, costs, work, milestones, risks, benefits, reports."""

"""The words of the district: frozen values, validated at birth, standard library only.

Owns what a village, a team, a session and a plan are; knows nothing of files, databases, solvers.
"""

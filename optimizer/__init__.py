"""Plans visits of teams over days, as whole numbers and indices only.

Knows no names, places, people, dates or databases: so it can be measured on public instances, run
on another machine, or be replaced. ``Problem`` is what is asked, ``Solution`` what is answered,
``violations`` the specification, ``solve`` the method.
"""

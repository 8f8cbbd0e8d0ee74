"""Planning on the page: what is asked, how far the machine has come, and the plans made."""

"""The attacker as code: asks everything there is to ask, and reckons what could be known of one person's answer."""

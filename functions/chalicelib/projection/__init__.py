"""One light item an application, folded from its events: what lists show and what is due. Never the truth itself."""

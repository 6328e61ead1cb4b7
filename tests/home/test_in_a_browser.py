"""What people do in a browser on the local cloud they do at home: the very same checks."""

import pytest

from tests.deployed.test_apply_in_a_browser import (  # noqa: F401  # pytest finds a test by its name
    test_an_application_is_sent_receipted_and_found_again,
    test_without_a_script_all_problems_come_back_with_the_words,
)
from tests.deployed.test_draft_in_a_browser import (  # noqa: F401  # as above
    devices,
    test_a_draft_travels_is_submitted_edited_disputed_and_withdrawn,
    test_a_page_asks_for_the_clock_once,
    test_what_is_missing_follows_a_document_sent,
)

pytestmark = [pytest.mark.home, pytest.mark.browser]

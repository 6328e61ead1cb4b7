"""What holds for `make serve` holds for `make home`: the very same checks, on a server without any cloud."""

import pytest

from tests.deployed.test_desk import (  # noqa: F401  # pytest finds a test by its name
    test_a_browser_without_scripts_keeps_the_cookie_and_axe_finds_nothing,
    test_no_address_of_the_api_leads_to_the_desk_and_a_code_of_the_mail_signs_in,
    test_one_application_goes_from_received_to_admitted_by_forms,
)
from tests.deployed.test_documents import (  # noqa: F401  # pytest finds a test by its name
    mine,
    test_the_bucket_refuses_what_was_not_announced_and_takes_what_was,
    test_what_lies_there_in_another_s_clothes_is_refused,
)
from tests.deployed.test_local_cloud import (  # noqa: F401  # as above
    test_a_body_that_is_too_large_is_a_413_problem,
    test_a_client_that_names_no_type_and_accepts_nothing_in_particular_is_understood,
    test_a_page_is_sent_compressed_and_only_once,
    test_a_taken_port_is_said_so,
    test_an_address_without_its_last_slash_leads_to_the_page,
    test_an_unclear_instant_is_said_so,
    test_an_unknown_address_of_the_api_is_a_404_problem,
    test_an_unknown_page_is_404_in_its_language,
    test_bytes_that_are_no_json_are_refused_and_nothing_breaks,
    test_every_answer_carries_the_security_headers,
    test_every_page_is_served,
    test_nothing_listens_on_any_address_but_this_machine_s_own,
    test_the_deadline_decides_by_arrival_and_applications_survive_a_stop_and_a_kill,
    test_the_rehearsal_clock_shows_what_was_asked_at_the_moment_it_is_ready,
    test_twenty_presses_at_once_make_one_application,
    test_what_cannot_be_read_is_refused_and_no_word_of_it_is_logged,
)
from tests.deployed.test_mail import (  # noqa: F401  # as above
    test_a_lost_key_is_replaced_by_a_link_from_the_inbox_and_the_mail_says_so,
    test_a_receipt_comes_by_mail_once_in_its_language_without_the_key,
)

pytestmark = pytest.mark.home

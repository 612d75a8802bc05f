from rnncourse.studies.texts import sonnets, sonnets_live

SMALL = {"hidden_size": 4, "streams": 4, "steps": 4, "epochs": 1}


def test_a_net_for_a_page_is_scored_on_held_out_sonnets_and_its_weights_are_kept(monkeypatch):
    text = "\n\n".join(f"Rough winds do shake {n} darling buds of May" for n in "abcdefghij" * 3)
    monkeypatch.setattr(sonnets, "load_sonnets", lambda: text)
    outcome = sonnets_live.run(sonnets_live.NET | SMALL, 0)
    assert outcome["metrics"]["validation_loss"] == outcome["metrics"]["best_loss"] > 0
    assert outcome["weights"]["recurrent.weight_hh_l0"].shape == (12, 4)
    assert all(sonnets_live.STUDY.keeps(net, 0) for net in sonnets_live.STUDY.configurations)

"""Which parts of Asterisk are loaded? What a contact centre needs, and nothing else that listens.

Asterisk starts twice as fast so, and what is not loaded cannot be attacked. Not among them on
purpose: the identifier of anonymous callers, the manager interface's clients, other protocols.
"""

from __future__ import annotations

from typing import Final

_WORDS: Final = """
    res_timing_timerfd res_crypto res_sorcery_astdb res_sorcery_config res_sorcery_memory
    res_http_websocket res_websocket_client res_pjproject res_srtp res_rtp_asterisk
    res_musiconhold res_stasis res_stasis_answer res_stasis_playback res_stasis_recording
    res_stasis_snoop res_stasis_device_state res_ari res_ari_model res_ari_applications
    res_ari_asterisk res_ari_bridges res_ari_channels res_ari_device_states res_ari_endpoints
    res_ari_events res_ari_playbacks res_ari_recordings res_ari_sounds
    res_pjsip res_pjsip_session res_pjsip_sdp_rtp res_pjsip_authenticator_digest
    res_pjsip_outbound_authenticator_digest res_pjsip_endpoint_identifier_ip
    res_pjsip_endpoint_identifier_user res_pjsip_registrar res_pjsip_nat
    res_pjsip_transport_websocket res_pjsip_caller_id res_pjsip_dtmf_info res_pjsip_refer
    res_pjsip_rfc3326 res_pjsip_header_funcs res_pjsip_path res_pjsip_pubsub res_pjsip_logger
    res_pjsip_outbound_registration res_pjsip_diversion res_pjsip_dlg_options
    res_pjsip_empty_info res_pjsip_acl res_stir_shaken res_pjsip_stir_shaken res_curl
    chan_bridge_media chan_pjsip
    bridge_simple bridge_native_rtp bridge_softmix bridge_holding bridge_builtin_features
    bridge_builtin_interval_features
    codec_ulaw codec_alaw codec_gsm codec_g722 codec_resample codec_opus_open_source
    res_format_attr_opus format_wav format_pcm format_gsm format_sln
    pbx_config app_stasis app_amd app_echo app_playback app_dial app_verbose app_stack
    func_callerid func_channel func_hangupcause func_logic func_strings func_timeout
    func_talkdetect func_groupcount func_global func_math
    func_pjsip_endpoint func_pjsip_contact func_pjsip_aor func_uri func_cut
    res_clioriginate
"""
MODULES: Final = tuple(_WORDS.split())
EMPTY: Final = (
    "acl", "ccss", "cel", "cli", "cli_aliases", "cli_permissions", "extconfig", "features",
    "pjproject", "resolver_unbound", "stasis", "stir_shaken", "udptl",
)  # fmt: skip
"""Files whose absence Asterisk would complain about."""

#!/usr/bin/python3
"""An identity provider of others (pysaml2 and xmlsec1), one step at a time.

idp.py FOLDER metadata [ADDRESS]            prints its metadata; makes its key on the first call. ADDRESS is
                                            where browsers are to be sent
idp.py FOLDER answer ADDRESS SP CHOICES     ADDRESS is where the browser was sent, SP a file with our
                                            metadata, CHOICES a JSON object; prints the base64 response
"""

import base64
import functools
import json
import pathlib
import subprocess
import sys
from urllib.parse import parse_qs, urlparse

import saml2.entity
from saml2 import BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server
from saml2.sigver import SecurityContext, verify_redirect_signature

ENTITY = "https://idp.example/metadata"
SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
DIGEST256 = "http://www.w3.org/2001/04/xmlenc#sha256"
DIGEST1 = "http://www.w3.org/2000/09/xmldsig#sha1"


def config(folder, partner=None, address="https://idp.example/sso"):
    settings = {
        "entityid": ENTITY,
        "xmlsec_binary": "/usr/bin/xmlsec1",
        "key_file": f"{folder}/idp.key",
        "cert_file": f"{folder}/idp.crt",
        "service": {
            "idp": {
                "endpoints": {"single_sign_on_service": [(address, BINDING_HTTP_REDIRECT)]},
                "policy": {"default": {"lifetime": {"minutes": 5}, "attribute_restrictions": None}},
            }
        },
    }
    if partner:
        settings["metadata"] = {"local": [partner]}
    return IdPConfig().load(settings)


def make_key(folder):
    if not pathlib.Path(folder, "idp.key").exists():
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=idp.example", "-days", "2",
             "-keyout", f"{folder}/idp.key", "-out", f"{folder}/idp.crt"], check=True, capture_output=True)


def metadata(folder, *address):
    make_key(folder)
    print(entity_descriptor(config(folder, None, *address)))


def encrypt_with(cipher):
    """pysaml2 knows only triple DES by itself."""
    if not cipher:
        return
    saml2.entity.pre_encryption_part = functools.partial(saml2.entity.pre_encryption_part, msg_enc=cipher)
    SecurityContext.encrypt_assertion = functools.partialmethod(SecurityContext.encrypt_assertion, key_type="aes-256")


def answer(folder, address, partner, choices):
    server = Server(config=config(folder, partner, address.split("?")[0]))
    query = {name: values[0] for name, values in parse_qs(urlparse(address).query).items()}
    request = server.parse_authn_request(query["SAMLRequest"], BINDING_HTTP_REDIRECT)
    certificate = server.metadata.certs(request.message.issuer.text, "any", "signing")[0]
    certificate = certificate if isinstance(certificate, str) else certificate[-1]
    if not verify_redirect_signature(query, server.sec.sec_backend, certificate):
        sys.exit("The request is not signed by whom its metadata names.")
    encrypt_with(choices.get("cipher"))
    wanted = server.response_args(request.message)
    weak = choices.get("sha1", False)
    response = server.create_authn_response(
        {"mail": [choices["email"]], "displayName": [choices["name"]]},
        name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text=choices["subject"]),
        authn={"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"},
        sign_response=choices.get("sign_response", True), sign_assertion=choices.get("sign_assertion", True),
        sign_alg=SHA1 if weak else SHA256, digest_alg=DIGEST1 if weak else DIGEST256,
        encrypt_assertion=choices.get("encrypt", False), encrypted_advice_attributes=False, **wanted)
    print(base64.b64encode(str(response).encode()).decode())


if __name__ == "__main__":
    if sys.argv[2] == "metadata":
        metadata(sys.argv[1], *sys.argv[3:])
    else:
        answer(sys.argv[1], sys.argv[3], sys.argv[4], json.loads(sys.argv[5]))

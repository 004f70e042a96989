#!/bin/sh
# Makes the client that people log in to Rancher with, and the three mappers by which Rancher learns their groups.
#
#   kcadm.sh config credentials --server https://keycloak.example.com --realm master --user admin
#   KCADM=/opt/keycloak/bin/kcadm.sh ./rancher-client.sh your-realm https://rancher.example.com
set -eu
realm=${1:?name of the realm}
rancher=${2:?address of Rancher}
kcadm=${KCADM:-kcadm.sh}

id=$("$kcadm" create clients -r "$realm" -i -s clientId=rancher -s publicClient=false -s standardFlowEnabled=true \
  -s "redirectUris=[\"$rancher/verify-auth\"]")

mapper() {
  name=$1 type=$2
  shift 2
  "$kcadm" create "clients/$id/protocol-mappers/models" -r "$realm" -s name="$name" -s protocol=openid-connect \
    -s protocolMapper="$type" "$@"
}

# Names without the path, in the ID token too: Rancher 2.14.0 and 2.14.1 read groups there only.
mapper "Groups Mapper" oidc-group-membership-mapper -s 'config."claim.name"=groups' -s 'config."full.path"=false' \
  -s 'config."id.token.claim"=true' -s 'config."access.token.claim"=false' -s 'config."userinfo.token.claim"=true'
mapper "Group Path" oidc-group-membership-mapper -s 'config."claim.name"=full_group_path' -s 'config."full.path"=true' \
  -s 'config."id.token.claim"=true' -s 'config."access.token.claim"=false' -s 'config."userinfo.token.claim"=true'
mapper "Client Audience" oidc-audience-mapper -s 'config."included.client.audience"=rancher' \
  -s 'config."id.token.claim"=false' -s 'config."access.token.claim"=true'

{{- define "omnishelf.labels" -}}
app.kubernetes.io/name: omnishelf
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
{{- define "omnishelf.check" -}}
{{- if and (gt (int .Values.replicas) 1) (ne .Values.engine "opensearch") }}
{{- fail "replicas above 1 need engine: opensearch: the embedded index has one owner" }}
{{- end }}
{{- if and (gt (int .Values.replicas) 1) (ne .Values.storage.accessMode "ReadWriteMany") }}
{{- fail "replicas above 1 need storage.accessMode: ReadWriteMany: pictures and models are shared" }}
{{- end }}
{{- if and (eq .Values.engine "opensearch") (not .Values.opensearch.url) }}
{{- fail "engine opensearch needs opensearch.url" }}
{{- end }}
{{- end }}

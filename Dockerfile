# The server with the embedded model, as a user without rights:
#
#   docker build -t steady . && docker run --rm -p 8080:8080 steady
#   docker run --rm -p 8080:8080 -v "$PWD/runs:/models:ro" steady --model /models/digits
#
# Settings may also be given as variables, such as -e STEADY_PORT=9000, which the health check
# follows too.

FROM docker.io/library/swift:6.3.1-bookworm AS build
WORKDIR /src
COPY Config/setup.sh Config/
RUN sh Config/setup.sh
COPY Package.swift ./
RUN swift package resolve
COPY Sources Sources
COPY Tests Tests
RUN swift build -c release --product steady --static-swift-stdlib \
    && bin="$(swift build -c release --product steady --static-swift-stdlib --show-bin-path)" \
    && mkdir /app \
    && cp -R "$bin/steady" "$bin/steady_Serving.resources" /app/ \
    && strip --strip-debug /app/steady

FROM docker.io/library/debian:bookworm-slim
COPY Config/setup.sh /tmp/
RUN sh /tmp/setup.sh runtime && rm -rf /tmp/setup.sh /var/lib/apt/lists/*
COPY --from=build /app /opt/steady
RUN ln -s /opt/steady/steady /usr/local/bin/steady
USER 10001:10001
ENV STEADY_HOST=0.0.0.0
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["steady", "health"]
ENTRYPOINT ["steady", "serve"]

export const id = 968;
export const ids = [968];
export const modules = {

/***/ 3968:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  assumeRole: () => (/* binding */ assumeRole),
  awsAnswer: () => (/* reexport */ src_aws_answer/* awsAnswer */.S_),
  findImageDetail: () => (/* binding */ findImageDetail),
  listNewestImages: () => (/* binding */ listNewestImages),
  openEcrClient: () => (/* binding */ openEcrClient),
  readScan: () => (/* binding */ readScan),
  requestAuthorizationToken: () => (/* binding */ requestAuthorizationToken),
  resolveRegistryLogin: () => (/* binding */ resolveRegistryLogin)
});

// EXTERNAL MODULE: ./.cache/node_modules/modules/@aws-sdk-client-ecr-dist-es-endpoint-EndpointParameters.js
var _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters = __webpack_require__(4428);
// EXTERNAL MODULE: ./.cache/node_modules/modules/src-aws-answer.js + 1 modules
var src_aws_answer = __webpack_require__(9330);
// EXTERNAL MODULE: ./.cache/node_modules/modules/@aws-sdk-credential-provider-node-dist-es-remoteProvider.js
var _aws_sdk_credential_provider_node_dist_es_remoteProvider = __webpack_require__(3750);
// EXTERNAL MODULE: ./.cache/node_modules/modules/src-stages-permissions.js
var src_stages_permissions = __webpack_require__(8878);
// EXTERNAL MODULE: ./.cache/node_modules/modules/@actions-http-client-lib-proxy.js
var _actions_http_client_lib_proxy = __webpack_require__(9928);
// EXTERNAL MODULE: ./.cache/node_modules/modules/src-stages-origin.js
var src_stages_origin = __webpack_require__(3238);
// EXTERNAL MODULE: ./.cache/node_modules/modules/@aws-sdk-signature-v4-multi-region-dist-es-signature-v4-crt-container.js
var _aws_sdk_signature_v4_multi_region_dist_es_signature_v4_crt_container = __webpack_require__(370);
// EXTERNAL MODULE: ./.cache/node_modules/modules/src-core-setting.js
var src_core_setting = __webpack_require__(102);
// EXTERNAL MODULE: ./.cache/node_modules/modules/src-core-failure.js
var src_core_failure = __webpack_require__(3692);
// EXTERNAL MODULE: ./.cache/node_modules/modules/@aws-sdk-credential-provider-env-dist-es-fromEnv.js
var _aws_sdk_credential_provider_env_dist_es_fromEnv = __webpack_require__(5023);
// EXTERNAL MODULE: ./.cache/node_modules/modules/@aws-sdk-core-dist-es-submodules-httpAuthSchemes-utils-getDateHeader.js
var _aws_sdk_core_dist_es_submodules_httpAuthSchemes_utils_getDateHeader = __webpack_require__(4376);
// EXTERNAL MODULE: ./.cache/node_modules/modules/@smithy-core-dist-es-submodules-checksum-crc32-Crc32Node.js
var _smithy_core_dist_es_submodules_checksum_crc32_Crc32Node = __webpack_require__(5421);
// EXTERNAL MODULE: ./.cache/node_modules/modules/@smithy-node-http-handler-dist-es-build-abort-error.js
var _smithy_node_http_handler_dist_es_build_abort_error = __webpack_require__(1883);
// EXTERNAL MODULE: ./.cache/node_modules/modules/@aws-sdk-core-dist-es-submodules-client-emitWarningIfUnsupportedVersion.js
var _aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion = __webpack_require__(5597);
// EXTERNAL MODULE: ./.cache/node_modules/modules/@smithy-core-dist-es-submodules-protocols-middleware-content-length-contentLengthMiddleware.js
var _smithy_core_dist_es_submodules_protocols_middleware_content_length_contentLengthMiddleware = __webpack_require__(7347);
// EXTERNAL MODULE: ./.cache/node_modules/modules/@smithy-core-dist-es-submodules-config-defaults-mode-constants.js
var _smithy_core_dist_es_submodules_config_defaults_mode_constants = __webpack_require__(2339);
// EXTERNAL MODULE: ./.cache/node_modules/modules/@smithy-core-dist-es-submodules-serde-is-array-buffer-is-array-buffer.js
var _smithy_core_dist_es_submodules_serde_is_array_buffer_is_array_buffer = __webpack_require__(1801);
// EXTERNAL MODULE: ./.cache/node_modules/modules/@smithy-types-dist-es-extensions-checksum.js
var _smithy_types_dist_es_extensions_checksum = __webpack_require__(3482);
;// CONCATENATED MODULE: ./node_modules/@aws-sdk/client-ecr/package.json
const package_namespaceObject = {"rE":"3.1169.0"};
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./.cache/node_modules/modules/src-aws-run-calls.js



















// node_modules/@aws-sdk/client-ecr/dist-es/auth/httpAuthSchemeProvider.js
var defaultECRHttpAuthSchemeParametersProvider = async (config, context, input) => {
  return {
    operation: (0,_smithy_types_dist_es_extensions_checksum/* getSmithyContext */.ug)(context).operation,
    region: await (0,_smithy_types_dist_es_extensions_checksum/* normalizeProvider */.te)(config.region)() || (() => {
      throw new Error("expected `region` to be configured for `aws.auth#sigv4`");
    })()
  };
};
function createAwsAuthSigv4HttpAuthOption(authParameters) {
  return {
    schemeId: "aws.auth#sigv4",
    signingProperties: {
      name: "ecr",
      region: authParameters.region
    },
    propertiesExtractor: (config, context) => ({
      signingProperties: {
        config,
        context
      }
    })
  };
}
var defaultECRHttpAuthSchemeProvider = (authParameters) => {
  const options = [];
  switch (authParameters.operation) {
    default: {
      options.push(createAwsAuthSigv4HttpAuthOption(authParameters));
    }
  }
  return options;
};
var resolveHttpAuthSchemeConfig = (config) => {
  const config_0 = (0,_aws_sdk_core_dist_es_submodules_httpAuthSchemes_utils_getDateHeader/* resolveAwsSdkSigV4Config */.ho)(config);
  return Object.assign(config_0, {
    authSchemePreference: (0,_smithy_types_dist_es_extensions_checksum/* normalizeProvider */.te)(config.authSchemePreference ?? [])
  });
};

// node_modules/@aws-sdk/client-ecr/dist-es/runtimeConfig.js


// node_modules/@aws-sdk/client-ecr/dist-es/endpoint/bdd.js
var m = "ref";
var a = -1;
var b = true;
var c = "isSet";
var d = "PartitionResult";
var e = "stringEquals";
var f = "booleanEquals";
var g = "getAttr";
var h = { [m]: "Endpoint" };
var i = { "fn": g, "argv": [{ [m]: d }, "name"] };
var j = { [m]: d };
var k = {};
var l = [{ [m]: "Region" }];
var _data = {
  conditions: [
    [c, [h]],
    [c, l],
    ["aws.partition", l, d],
    [e, [i, "aws-eusc"]],
    [e, [i, "aws-iso-f"]],
    [e, [i, "aws-iso-e"]],
    [e, [i, "aws-iso-b"]],
    [e, [i, "aws-iso"]],
    [e, [i, "aws-cn"]],
    [e, [i, "aws-us-gov"]],
    [e, [i, "aws"]],
    [f, [{ [m]: "UseFIPS" }, b]],
    [f, [{ fn: g, argv: [j, "supportsFIPS"] }, b]],
    [f, [{ [m]: "UseDualStack" }, b]],
    [f, [{ fn: g, argv: [j, "supportsDualStack"] }, b]]
  ],
  results: [
    [a],
    [a, "Invalid Configuration: FIPS and custom endpoint are not supported"],
    [a, "Invalid Configuration: Dualstack and custom endpoint are not supported"],
    [h, k],
    ["https://api.ecr.{Region}.{PartitionResult#dnsSuffix}", k],
    ["https://ecr.{Region}.{PartitionResult#dualStackDnsSuffix}", k],
    ["https://api.ecr-fips.{Region}.{PartitionResult#dnsSuffix}", k],
    ["https://ecr-fips.{Region}.{PartitionResult#dualStackDnsSuffix}", k],
    ["https://api.ecr-fips.{Region}.{PartitionResult#dualStackDnsSuffix}", k],
    [a, "FIPS and DualStack are enabled, but this partition does not support one or both"],
    [a, "FIPS is enabled but this partition does not support FIPS"],
    ["https://api.ecr.{Region}.{PartitionResult#dualStackDnsSuffix}", k],
    [a, "DualStack is enabled but this partition does not support DualStack"],
    [a, "Invalid Configuration: Missing Region"]
  ]
};
var root = 2;
var r = 1e8;
var nodes = new Int32Array([
  -1,
  1,
  -1,
  0,
  23,
  3,
  1,
  4,
  r + 13,
  2,
  5,
  r + 13,
  3,
  20,
  6,
  4,
  20,
  7,
  5,
  20,
  8,
  6,
  20,
  9,
  7,
  20,
  10,
  8,
  20,
  11,
  9,
  20,
  12,
  10,
  20,
  13,
  11,
  16,
  14,
  13,
  15,
  r + 4,
  14,
  r + 11,
  r + 12,
  12,
  18,
  17,
  13,
  r + 9,
  r + 10,
  13,
  19,
  r + 6,
  14,
  r + 8,
  r + 9,
  11,
  22,
  21,
  13,
  r + 5,
  r + 4,
  13,
  r + 7,
  r + 6,
  11,
  r + 1,
  24,
  13,
  r + 2,
  r + 3
]);
var bdd = _aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* BinaryDecisionDiagram */.d5.from(nodes, root, _data.conditions, _data.results);

// node_modules/@aws-sdk/client-ecr/dist-es/endpoint/endpointResolver.js
var cache = new _aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* EndpointCache */.kS({
  size: 50,
  params: ["Endpoint", "Region", "UseDualStack", "UseFIPS"]
});
var defaultEndpointResolver = (endpointParams, context = {}) => {
  return cache.get(endpointParams, () => (0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* decideEndpoint */.cH)(bdd, {
    endpointParams,
    logger: context.logger
  }));
};
_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* customEndpointFunctions */.mw.aws = _aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* awsEndpointFunctions */.UF;

// node_modules/@aws-sdk/client-ecr/dist-es/runtimeConfig.shared.js
var getRuntimeConfig = (config) => {
  return {
    apiVersion: "2015-09-21",
    base64Decoder: config?.base64Decoder ?? _smithy_core_dist_es_submodules_serde_is_array_buffer_is_array_buffer/* fromBase64 */.Ey,
    base64Encoder: config?.base64Encoder ?? _smithy_core_dist_es_submodules_serde_is_array_buffer_is_array_buffer/* toBase64 */.nk,
    disableHostPrefix: config?.disableHostPrefix ?? false,
    endpointProvider: config?.endpointProvider ?? defaultEndpointResolver,
    extensions: config?.extensions ?? [],
    httpAuthSchemeProvider: config?.httpAuthSchemeProvider ?? defaultECRHttpAuthSchemeProvider,
    httpAuthSchemes: config?.httpAuthSchemes ?? [
      {
        schemeId: "aws.auth#sigv4",
        identityProvider: (ipc) => ipc.getIdentityProvider("aws.auth#sigv4"),
        signer: new _aws_sdk_core_dist_es_submodules_httpAuthSchemes_utils_getDateHeader/* AwsSdkSigV4Signer */.f2()
      }
    ],
    logger: config?.logger ?? new _aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* NoOpLogger */.N4(),
    protocol: config?.protocol ?? _aws_sdk_core_dist_es_submodules_httpAuthSchemes_utils_getDateHeader/* AwsJson1_1Protocol */.TE,
    protocolSettings: config?.protocolSettings ?? {
      defaultNamespace: "com.amazonaws.ecr",
      errorTypeRegistries: _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters/* errorTypeRegistries */.q1,
      xmlNamespace: "http://ecr.amazonaws.com/doc/2015-09-21/",
      version: "2015-09-21",
      serviceTarget: "AmazonEC2ContainerRegistry_V20150921"
    },
    serviceId: config?.serviceId ?? "ECR",
    sha256: config?.sha256 ?? _smithy_core_dist_es_submodules_checksum_crc32_Crc32Node/* Sha256Node */.T,
    urlParser: config?.urlParser ?? _smithy_types_dist_es_extensions_checksum/* parseUrl */.Dl,
    utf8Decoder: config?.utf8Decoder ?? _smithy_core_dist_es_submodules_serde_is_array_buffer_is_array_buffer/* fromUtf8 */.ar,
    utf8Encoder: config?.utf8Encoder ?? _smithy_core_dist_es_submodules_serde_is_array_buffer_is_array_buffer/* toUtf8 */.Pq
  };
};

// node_modules/@aws-sdk/client-ecr/dist-es/runtimeConfig.js
var getRuntimeConfig2 = (config) => {
  (0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* emitWarningIfUnsupportedVersion2 */.o_)(process.version);
  const defaultsMode = (0,_smithy_core_dist_es_submodules_config_defaults_mode_constants/* resolveDefaultsModeConfig */.IZ)(config);
  const defaultConfigProvider = () => defaultsMode().then(_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* loadConfigsForDefaultMode */.lT);
  const clientSharedValues = getRuntimeConfig(config);
  (0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* emitWarningIfUnsupportedVersion */.I9)(process.version);
  const loaderConfig = {
    profile: config?.profile,
    logger: clientSharedValues.logger
  };
  return {
    ...clientSharedValues,
    ...config,
    runtime: "node",
    defaultsMode,
    authSchemePreference: config?.authSchemePreference ?? (0,_smithy_core_dist_es_submodules_config_defaults_mode_constants/* loadConfig */.Z9)(_aws_sdk_core_dist_es_submodules_httpAuthSchemes_utils_getDateHeader/* NODE_AUTH_SCHEME_PREFERENCE_OPTIONS */.$S, loaderConfig),
    bodyLengthChecker: config?.bodyLengthChecker ?? _smithy_core_dist_es_submodules_serde_is_array_buffer_is_array_buffer/* calculateBodyLength */.n8,
    credentialDefaultProvider: config?.credentialDefaultProvider ?? _aws_sdk_credential_provider_node_dist_es_remoteProvider/* defaultProvider */.v6,
    defaultSocketTimeout: (0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* getDefaultSocketTimeout */.ED)(config?.requestHandler, 3e5),
    defaultUserAgentProvider: config?.defaultUserAgentProvider ?? (0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* createDefaultUserAgentProvider */.pf)({ serviceId: clientSharedValues.serviceId, clientVersion: package_namespaceObject.rE }),
    maxAttempts: config?.maxAttempts ?? (0,_smithy_core_dist_es_submodules_config_defaults_mode_constants/* loadConfig */.Z9)(_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* NODE_MAX_ATTEMPT_CONFIG_OPTIONS */.qs, config),
    region: config?.region ?? (0,_smithy_core_dist_es_submodules_config_defaults_mode_constants/* loadConfig */.Z9)(_smithy_core_dist_es_submodules_config_defaults_mode_constants/* NODE_REGION_CONFIG_OPTIONS */.GG, { ..._smithy_core_dist_es_submodules_config_defaults_mode_constants/* NODE_REGION_CONFIG_FILE_OPTIONS */.zH, ...loaderConfig }),
    requestHandler: _smithy_node_http_handler_dist_es_build_abort_error/* NodeHttpHandler */.$.create(config?.requestHandler ?? defaultConfigProvider),
    retryMode: config?.retryMode ?? (0,_smithy_core_dist_es_submodules_config_defaults_mode_constants/* loadConfig */.Z9)({
      ..._aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* NODE_RETRY_MODE_CONFIG_OPTIONS */.kN,
      default: async () => (await defaultConfigProvider()).retryMode || _aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* DEFAULT_RETRY_MODE */.L0
    }, config),
    streamCollector: config?.streamCollector ?? _smithy_core_dist_es_submodules_serde_is_array_buffer_is_array_buffer/* streamCollector */.kv,
    useDualstackEndpoint: config?.useDualstackEndpoint ?? (0,_smithy_core_dist_es_submodules_config_defaults_mode_constants/* loadConfig */.Z9)(_smithy_core_dist_es_submodules_config_defaults_mode_constants/* NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS */.e$, loaderConfig),
    useFipsEndpoint: config?.useFipsEndpoint ?? (0,_smithy_core_dist_es_submodules_config_defaults_mode_constants/* loadConfig */.Z9)(_smithy_core_dist_es_submodules_config_defaults_mode_constants/* NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS */.Ko, loaderConfig),
    userAgentAppId: config?.userAgentAppId ?? (0,_smithy_core_dist_es_submodules_config_defaults_mode_constants/* loadConfig */.Z9)(_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* NODE_APP_ID_CONFIG_OPTIONS */.hV, loaderConfig)
  };
};

// node_modules/@aws-sdk/client-ecr/dist-es/auth/httpAuthExtensionConfiguration.js
var getHttpAuthExtensionConfiguration = (runtimeConfig) => {
  const _httpAuthSchemes = runtimeConfig.httpAuthSchemes;
  let _httpAuthSchemeProvider = runtimeConfig.httpAuthSchemeProvider;
  let _credentials = runtimeConfig.credentials;
  return {
    setHttpAuthScheme(httpAuthScheme) {
      const index = _httpAuthSchemes.findIndex((scheme) => scheme.schemeId === httpAuthScheme.schemeId);
      if (index === -1) {
        _httpAuthSchemes.push(httpAuthScheme);
      } else {
        _httpAuthSchemes.splice(index, 1, httpAuthScheme);
      }
    },
    httpAuthSchemes() {
      return _httpAuthSchemes;
    },
    setHttpAuthSchemeProvider(httpAuthSchemeProvider) {
      _httpAuthSchemeProvider = httpAuthSchemeProvider;
    },
    httpAuthSchemeProvider() {
      return _httpAuthSchemeProvider;
    },
    setCredentials(credentials) {
      _credentials = credentials;
    },
    credentials() {
      return _credentials;
    }
  };
};
var resolveHttpAuthRuntimeConfig = (config) => {
  return {
    httpAuthSchemes: config.httpAuthSchemes(),
    httpAuthSchemeProvider: config.httpAuthSchemeProvider(),
    credentials: config.credentials()
  };
};

// node_modules/@aws-sdk/client-ecr/dist-es/runtimeExtensions.js
var resolveRuntimeExtensions = (runtimeConfig, extensions) => {
  const extensionConfiguration = Object.assign((0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* getAwsRegionExtensionConfiguration */.Rq)(runtimeConfig), (0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* getDefaultExtensionConfiguration */.xA)(runtimeConfig), (0,_smithy_core_dist_es_submodules_protocols_middleware_content_length_contentLengthMiddleware/* getHttpHandlerExtensionConfiguration */.eS)(runtimeConfig), getHttpAuthExtensionConfiguration(runtimeConfig));
  extensions.forEach((extension) => extension.configure(extensionConfiguration));
  return Object.assign(runtimeConfig, (0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* resolveAwsRegionExtensionConfiguration */.$3)(extensionConfiguration), (0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* resolveDefaultRuntimeConfig */.uv)(extensionConfiguration), (0,_smithy_core_dist_es_submodules_protocols_middleware_content_length_contentLengthMiddleware/* resolveHttpHandlerRuntimeConfig */.jt)(extensionConfiguration), resolveHttpAuthRuntimeConfig(extensionConfiguration));
};

// node_modules/@aws-sdk/client-ecr/dist-es/ECRClient.js
var ECRClient = class extends _aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* Client */.Kj {
  config;
  constructor(...[configuration]) {
    const _config_0 = getRuntimeConfig2(configuration || {});
    super(_config_0);
    this.initConfig = _config_0;
    const _config_1 = (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters/* resolveClientEndpointParameters */.vr)(_config_0);
    const _config_2 = (0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* resolveUserAgentConfig */.Dc)(_config_1);
    const _config_3 = (0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* resolveRetryConfig */.$z)(_config_2);
    const _config_4 = (0,_smithy_core_dist_es_submodules_config_defaults_mode_constants/* resolveRegionConfig */.TD)(_config_3);
    const _config_5 = (0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* resolveHostHeaderConfig */.OV)(_config_4);
    const _config_6 = (0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* resolveEndpointConfig */.Co)(_config_5);
    const _config_7 = resolveHttpAuthSchemeConfig(_config_6);
    const _config_8 = resolveRuntimeExtensions(_config_7, configuration?.extensions || []);
    this.config = _config_8;
    this.middlewareStack.use((0,_smithy_core_dist_es_submodules_serde_is_array_buffer_is_array_buffer/* getSchemaSerdePlugin */.wq)(this.config));
    this.middlewareStack.use((0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* getUserAgentPlugin */.sM)(this.config));
    this.middlewareStack.use((0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* getRetryPlugin */.ey)(this.config));
    this.middlewareStack.use((0,_smithy_core_dist_es_submodules_protocols_middleware_content_length_contentLengthMiddleware/* getContentLengthPlugin */.vK)(this.config));
    this.middlewareStack.use((0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* getHostHeaderPlugin */.TC)(this.config));
    this.middlewareStack.use((0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* getLoggerPlugin */.Y7)(this.config));
    this.middlewareStack.use((0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* getRecursionDetectionPlugin */.n4)(this.config));
    this.middlewareStack.use((0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* getHttpAuthSchemeEndpointRuleSetPlugin */.wB)(this.config, {
      httpAuthSchemeParametersProvider: defaultECRHttpAuthSchemeParametersProvider,
      identityProviderConfigProvider: async (config) => new _aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* DefaultIdentityProviderConfig */.h$({
        "aws.auth#sigv4": config.credentials
      })
    }));
    this.middlewareStack.use((0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* getHttpSigningPlugin */.lW)(this.config));
  }
  destroy() {
    super.destroy();
  }
};

// node_modules/@aws-sdk/client-ecr/dist-es/commands/GetAuthorizationTokenCommand.js
var GetAuthorizationTokenCommand = class extends (0,_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters/* command */.G5)(_aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters/* _ep0 */.lq, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters/* _mw0 */.yt, "GetAuthorizationToken", _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters/* GetAuthorizationToken$ */.ph) {
};

// node_modules/@aws-sdk/client-ecr/dist-es/pagination/DescribeImagesPaginator.js
var paginateDescribeImages = (0,_aws_sdk_core_dist_es_submodules_client_emitWarningIfUnsupportedVersion/* createPaginator */.KU)(ECRClient, _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters/* DescribeImagesCommand */.ji, "nextToken", "nextToken", "maxResults");

// src/aws/ecr.ts
function openEcrClient(region, credentials, environment) {
  return new ECRClient({ ...(0,src_aws_answer/* clientConfig */.yO)("ecr", region, environment), credentials });
}
var DEADLINE_MS = 3e4;
async function requestAuthorizationToken({ region, from }, { credentials, environment, signal }, mask) {
  const client = openEcrClient(region, credentials, environment);
  try {
    const { authorizationData = [] } = await (0,src_aws_answer/* withTimeout */.wj)(
      client.send(new GetAuthorizationTokenCommand({}), { abortSignal: signal }),
      DEADLINE_MS,
      "ECR",
      signal
    );
    const { authorizationToken = "", proxyEndpoint = "" } = authorizationData[0] ?? {};
    const [username, password] = splitAtColon(Buffer.from(authorizationToken, "base64").toString("utf8"));
    if (password === "" || proxyEndpoint === "") throw new Error("the answer has no token or no endpoint");
    mask(password);
    mask(authorizationToken);
    return { username, password, proxyEndpoint };
  } catch (error) {
    signal.throwIfAborted();
    throw new src_core_failure/* Failure */.HR(`Logging in to ECR in ${region} (GetAuthorizationToken): ${(0,src_aws_answer/* awsAnswer */.S_)(error)}`, {
      cause: error,
      remedy: isDenial(error) ? (0,src_core_failure/* remedies */.JW)((0,src_stages_origin/* originQuestion */.T_)("region", from.region), (0,src_stages_permissions/* remedyOfDenial */.r6)((0,src_core_failure/* messageOf */.bD)(error)) ?? NEEDS_AUTHORIZATION) : remedyOf(error, { region, from })
    });
  } finally {
    client.destroy();
  }
}
var NEEDS_AUTHORIZATION = "The role needs `ecr:GetAuthorizationToken` on `*`. Deploy infra/ again if somebody changed the role by hand.";
async function resolveRegistryLogin(request) {
  const { repository, token, callerAccount } = request;
  const origin = ecrRegistryOrigin(token.proxyEndpoint, callerAccount, repository.account) ?? await askForOrigin(request);
  return { username: token.username, password: token.password, origin };
}
function ecrRegistryOrigin(proxyEndpoint, callerAccount, account) {
  const endpoint = proxyEndpoint.replace(/\/+$/, "");
  if (callerAccount === account) return endpoint;
  const form = /^(https:\/\/)\d{12}(\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn))$/;
  const match = form.exec(endpoint);
  return match === null ? void 0 : `${match[1] ?? ""}${account}${match[2] ?? ""}`;
}
async function askForOrigin({
  repository,
  side,
  token,
  credentials,
  environment,
  signal
}) {
  const { account, region, name, from } = repository;
  const tried = `Looking for the registry of the ${side} ${name} in account ${account}, ${region} (DescribeRepositories)`;
  const client = openEcrClient(region, credentials, environment);
  try {
    const command3 = new _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters/* DescribeRepositoriesCommand */.pE({ registryId: account, repositoryNames: [name] });
    const { repositories: [described] = [] } = await (0,src_aws_answer/* withTimeout */.wj)(
      client.send(command3, { abortSignal: signal }),
      DEADLINE_MS,
      "ECR",
      signal
    );
    if (described?.repositoryUri === void 0) throw new Error("the answer has no such repository");
    return `${new URL(token.proxyEndpoint).protocol}//${described.repositoryUri.split("/")[0] ?? ""}`;
  } catch (error) {
    signal.throwIfAborted();
    const missing = error instanceof Error && error.name === "RepositoryNotFoundException";
    throw new src_core_failure/* Failure */.HR(`${tried}: ${(0,src_aws_answer/* awsAnswer */.S_)(error)}`, {
      cause: error,
      remedy: missing ? `${(0,src_stages_origin/* originQuestion */.T_)("repository", from)} If it is, deploy infra/ for its stage.` : isDenial(error) ? (0,src_stages_permissions/* remedyOfRepositoryDenial */.Jz)((0,src_core_failure/* messageOf */.bD)(error), from, "The caller needs `ecr:DescribeRepositories` on it.") : remedyOf(error, repository)
    });
  } finally {
    client.destroy();
  }
}
function remedyOf(error, { region, from }) {
  if (error instanceof Error && error.name === "ThrottlingException") {
    return (0,src_core_failure/* remedy */.zL)`${src_core_failure/* RUN_AGAIN */.Bs} later, or ask AWS for a higher quota: ECR's quota for this call is used up, possibly by others as well.`;
  }
  return (0,src_aws_answer/* remedyOfNoAnswer */.fr)(error, { service: "ECR's API", region, from });
}
function splitAtColon(text) {
  const at = text.indexOf(":");
  return [text.slice(0, at), text.slice(at + 1)];
}
function isDenial(error) {
  return error instanceof Error && error.name.startsWith("AccessDenied");
}

// src/aws/images.ts
async function findImageDetail(client, repository, reference, signal) {
  const id = reference.startsWith("sha256:") ? { imageDigest: reference } : { imageTag: reference };
  try {
    const command3 = new _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters/* DescribeImagesCommand */.ji({
      registryId: repository.account,
      repositoryName: repository.name,
      imageIds: [id]
    });
    const { imageDetails: [detail] = [] } = await client.send(command3, { abortSignal: signal });
    return detail === void 0 ? void 0 : detailOf(detail);
  } catch (error) {
    if (error instanceof Error && error.name === "ImageNotFoundException") return void 0;
    throw error;
  }
}
var PAGES = 5;
async function listNewestImages(client, repository, prefix, signal) {
  const input = {
    registryId: repository.account,
    repositoryName: repository.name,
    filter: { tagStatus: "TAGGED" },
    maxResults: 1e3
  };
  const found = [];
  let pages = 0;
  for await (const { imageDetails = [] } of paginateDescribeImages({ client }, input, { abortSignal: signal })) {
    found.push(...imageDetails.map(detailOf).filter(({ tags }) => tags.some((tag) => tag.startsWith(prefix))));
    if (++pages === PAGES) break;
  }
  return found.sort((a2, b2) => (b2.pushedAt?.getTime() ?? 0) - (a2.pushedAt?.getTime() ?? 0));
}
function detailOf(detail) {
  return {
    digest: detail.imageDigest ?? "",
    tags: detail.imageTags ?? [],
    pushedAt: detail.imagePushedAt,
    archived: detail.imageStatus === "ARCHIVED"
  };
}

// src/aws/role.ts


// node_modules/@aws-sdk/client-sts/dist-es/commands/AssumeRoleWithWebIdentityCommand.js
var AssumeRoleWithWebIdentityCommand = class extends (0,src_aws_answer/* command */.G5)(src_aws_answer/* _ep0 */.lq, src_aws_answer/* _mw0 */.yt, "AssumeRoleWithWebIdentity", src_aws_answer/* AssumeRoleWithWebIdentity$ */.p$) {
};

// src/aws/role.ts
var DEADLINE_MS2 = 45e3;
var LAST_ATTEMPT = 0.75;
async function assumeRole(request) {
  const { signal, mask, deadlineMs = DEADLINE_MS2 } = request;
  const client = new src_aws_answer/* STSClient */.iM((0,src_aws_answer/* clientConfig */.yO)("sts", request.region, request.environment));
  try {
    const command3 = new AssumeRoleWithWebIdentityCommand({
      RoleArn: request.roleArn,
      WebIdentityToken: request.token,
      RoleSessionName: request.sessionName,
      DurationSeconds: request.durationSeconds
    });
    const { Credentials: { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = {} } = await (0,src_aws_answer/* withTimeout */.wj)(
      untilGitHubAnswers(() => client.send(command3, { abortSignal: signal }), deadlineMs * LAST_ATTEMPT, signal),
      deadlineMs,
      "STS",
      signal
    );
    if (accessKeyId === void 0 || secretAccessKey === void 0 || sessionToken === void 0)
      throw new Error("the answer has no credentials");
    for (const secret of [accessKeyId, secretAccessKey, sessionToken]) mask(secret);
    return { accessKeyId, secretAccessKey, sessionToken };
  } catch (error) {
    signal.throwIfAborted();
    throw refusal(error, request);
  } finally {
    client.destroy();
  }
}
function couldNotReachGitHub(error) {
  if (!(error instanceof Error)) return false;
  return error.name.startsWith("IDPCommunicationError") || error.name.startsWith("InvalidIdentityToken") && /verification key/i.test(error.message);
}
async function untilGitHubAnswers(call, milliseconds, signal) {
  const last = Date.now() + milliseconds;
  for (let pause = 500; ; pause = Math.min(pause * 2, 5e3)) {
    try {
      return await call();
    } catch (error) {
      if (!couldNotReachGitHub(error) || Date.now() + pause > last) throw error;
      await (0,promises_.setTimeout)(pause * (0.75 + Math.random() / 2), void 0, { signal });
    }
  }
}
function refusal(error, { roleArn, region, from, explain, durationSeconds }) {
  const name = error instanceof Error ? error.name : "";
  const tried = `Assuming ${roleArn} with GitHub's OIDC token (STS in ${region})`;
  const account = roleArn.split(":")[4] ?? "";
  if (couldNotReachGitHub(error)) {
    return new src_core_failure/* Failure */.HR(`${tried}: ${(0,src_aws_answer/* awsAnswer */.S_)(error)}`, {
      cause: error,
      remedy: (0,src_core_failure/* remedy */.zL)`${src_core_failure/* RUN_AGAIN */.Bs} in a few minutes: AWS could not reach GitHub to check the token, several times in a row.`
    });
  }
  const known = {
    AccessDenied: explain(),
    // If the account does not know the issuer of the token, STS checks nothing else in it.
    InvalidIdentityToken: (0,src_core_failure/* messageOf */.bD)(error).startsWith("No OpenIDConnect provider") ? `${(0,src_stages_origin/* originQuestion */.T_)("account", from.account)} If it is, deploy infra/ in it: the account needs the OIDC provider token.actions.githubusercontent.com.` : (0,src_core_failure/* remedies */.JW)(
      `Account ${account} needs the OIDC provider token.actions.githubusercontent.com with the audience of this token. infra/ creates it.`,
      explain()
    ),
    IDPRejectedClaim: (0,src_core_failure/* remedies */.JW)(
      (0,src_core_failure/* remedy */.zL)`${src_core_failure/* RUN_AGAIN */.Bs}. STS rejects a claim of the token, most often because the token expired on the way or the clock of ${src_core_failure/* THIS_MACHINE */.DQ} is wrong. If the error stays:`,
      explain()
    ),
    ExpiredTokenException: (0,src_core_failure/* remedy */.zL)`${src_core_failure/* RUN_AGAIN */.Bs}, and check the clock of a self-hosted runner: the OIDC token expired before STS saw it, or the clock is wrong.`,
    RegionDisabledException: `${(0,src_stages_origin/* originQuestion */.T_)("region", from.region)} If it is, activate STS for ${region} in account ${account}, under IAM, Account settings.`,
    ValidationError: durationSeconds === void 0 ? "Check `role-session-name` and the form of the role ARN." : `Leave the input \`role-duration-seconds\` out, or raise the role's maximum session duration: it may be less than ${durationSeconds} s.`
  };
  return new src_core_failure/* Failure */.HR(`${tried}: ${(0,src_aws_answer/* awsAnswer */.S_)(error)}`, {
    cause: error,
    remedy: known[name] ?? known[name.replace(/Exception$/, "")] ?? (0,src_aws_answer/* remedyOfNoAnswer */.fr)(error, { service: "STS", region, from })
  });
}

// src/aws/scan.ts

var POLL_MS = 5e3;
var SCAN_ON_PUSH = (0,src_core_failure/* remedy */.zL)`Deploy infra/ again, so that the source repository scans on push. For an image that was pushed before, run \`aws ecr start-image-scan\`. Or set ${(0,src_core_setting/* setting */.Pe)("fail-on-severity")} to none.`;
async function readScan({
  client,
  repository,
  digest,
  timeoutMs,
  beginMs = timeoutMs,
  signal,
  inTurn = (ask) => ask()
}) {
  const start = performance.now();
  for (; ; ) {
    const state = await inTurn(() => look(client, repository, digest, signal));
    if (state.kind !== "waiting") return state;
    const limit = state.why === "not begun" ? Math.min(beginMs, timeoutMs) : timeoutMs;
    const pause = Math.min(POLL_MS, start + limit - performance.now());
    if (pause <= 0)
      return {
        kind: "unknown",
        ...timeoutMs === 0 ? { because: state.because } : afterWaiting(state, Math.round(limit / 1e3))
      };
    await (0,promises_.setTimeout)(pause, void 0, { signal });
  }
}
function afterWaiting({ why, because }, seconds) {
  switch (why) {
    case "in progress":
      return { because: `${because}, and it did not end within ${seconds} s` };
    case "not begun":
      return { because: `no scan of it was started within ${seconds} s`, remedy: SCAN_ON_PUSH };
    case "no answer":
      return { because: `ECR gave no answer within ${seconds} s: ${because}` };
  }
}
var UNFINISHED = { kind: "waiting", because: "the scan is not finished", why: "in progress" };
async function look(client, repository, digest, signal) {
  const findings = [];
  let counts;
  let isComplete = false;
  let nextToken;
  try {
    do {
      const command3 = new _aws_sdk_client_ecr_dist_es_endpoint_EndpointParameters/* DescribeImageScanFindingsCommand */.TQ({
        registryId: repository.account,
        repositoryName: repository.name,
        imageId: { imageDigest: digest },
        maxResults: 1e3,
        ...nextToken === void 0 ? {} : { nextToken }
      });
      const answer = await client.send(command3, { abortSignal: signal });
      const { status = "PENDING", description = "" } = answer.imageScanStatus ?? {};
      if (status === "PENDING" || status === "IN_PROGRESS") return UNFINISHED;
      if (status !== "COMPLETE" && status !== "ACTIVE")
        return { kind: "unknown", because: `the scan ended as ${status}${description === "" ? "" : `: ${description}`}` };
      findings.push(...findingsOf(answer));
      counts = answer.imageScanFindings?.findingSeverityCounts ?? counts;
      isComplete ||= answer.imageScanFindings?.imageScanCompletedAt !== void 0;
      nextToken = answer.nextToken;
    } while (nextToken !== void 0);
    if (!isComplete && counts === void 0 && findings.length === 0) return UNFINISHED;
    return { kind: "scanned", counts: counts ?? {}, findings };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    if (error.name === "ScanNotFoundException")
      return { kind: "waiting", because: "it has not been scanned", why: "not begun" };
    const because = `${error.name}: ${(0,src_core_failure/* messageOf */.bD)(error)}`;
    return mayPass(error) ? { kind: "waiting", because, why: "no answer" } : { kind: "unknown", because };
  }
}
var LATE = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|RequestTimeout/;
function mayPass(error) {
  const { $fault, $metadata = {} } = error;
  const { httpStatusCode: status } = $metadata;
  if (LATE.test(error.name) || $fault === "server" || status !== void 0 && (status === 429 || status >= 500))
    return true;
  return $fault === void 0 && (status === void 0 || status < 400) && error.name !== "CredentialsProviderError";
}
function findingsOf({ imageScanFindings }) {
  const basic = (imageScanFindings?.findings ?? []).map(({ severity, name, uri, description, attributes = [] }) => {
    const attribute = (key) => attributes.find((candidate) => candidate.key === key)?.value ?? "";
    return {
      severity: severity ?? "UNDEFINED",
      name: name ?? "",
      package: attribute("package_name"),
      version: attribute("package_version"),
      fix: void 0,
      uri,
      description
    };
  });
  const enhanced = (imageScanFindings?.enhancedFindings ?? []).flatMap(
    ({ severity, title, description, packageVulnerabilityDetails }) => {
      const { vulnerabilityId, sourceUrl, vulnerablePackages = [] } = packageVulnerabilityDetails ?? {};
      const packages = vulnerablePackages.length === 0 ? [{}] : vulnerablePackages;
      return packages.map(({ name, version, release, fixedInVersion }) => ({
        severity: severity ?? "UNTRIAGED",
        name: vulnerabilityId ?? title ?? "",
        package: name ?? "",
        // `fixedInVersion` contains the distribution's release. Without it here, both versions may look the same.
        version: [version ?? "", release ?? ""].filter((part) => part !== "").join("-"),
        fix: fixedInVersion === "" || fixedInVersion === "NotAvailable" ? void 0 : fixedInVersion,
        uri: sourceUrl,
        description
      }));
    }
  );
  return [...basic, ...enhanced];
}



/***/ })

};

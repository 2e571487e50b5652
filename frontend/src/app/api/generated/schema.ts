// Written by tools/api-types.mjs from docs/openapi.json.

export interface paths {
    "/api/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["StatusController_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["StatusController_notice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/about": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["StatusController_about"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/home_page_content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["StatusController_homePageContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/option": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["OptionController_list"];
        put: operations["OptionController_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in with name (or email) and password; sets the session cookie */
        post: operations["LoginController_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Log out (for older clients; use POST)
         * @deprecated
         */
        get: operations["LoginController_logoutByGet"];
        put?: never;
        /** End the session of the cookie, if there is one */
        post: operations["LoginController_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/self": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The own account */
        get: operations["SelfController_self"];
        /**
         * Change name, display name or password; a new password ends all other sessions and the access token
         * @description After a new password the session that made the change goes on under a new id (cookie), every other one is signed out, and the management access token stops working, also when the change was made with it: ask for a new one with POST /api/user/token. API keys (sk-…) stay as they are.
         */
        put: operations["SelfController_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A new access token (for older clients; use POST)
         * @deprecated
         */
        get: operations["SelfController_renewAccessTokenByGet"];
        put?: never;
        /** A new access token, shown this once; the old one stops working */
        post: operations["SelfController_renewAccessToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Own tokens, newest first */
        get: operations["TokenController_list"];
        /**
         * Change a token, or only its status or its way of billing
         * @description Absent fields keep their values. Calls may spend the allowance while a form is open, so remain_quota counts as a wish only when it differs from what the client had shown: send remain_usd back as it was read, or expected_remain_quota to be refused (409) instead of overwriting. A client that sends neither sets what it sends.
         */
        put: operations["TokenController_update"];
        /** Create a token; the only reply that carries the whole key */
        post: operations["TokenController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/token/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Own tokens by part of the name and by key */
        get: operations["TokenController_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/token/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One own token */
        get: operations["TokenController_read"];
        put?: never;
        post?: never;
        /** Remove a token */
        delete: operations["TokenController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/token/{id}/billing_strategy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Bill by call or by tokens */
        put: operations["TokenController_setBilling"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/token/{id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The whole key, if it is stored and RevealTokenKeyEnabled is on; leaves a log row */
        post: operations["TokenController_reveal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/channel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All tagged channels, then one page of the untagged ones; total counts the untagged */
        get: operations["AdminChannelController_list"];
        /** Changes the fields that are sent */
        put: operations["AdminChannelController_update"];
        /** Creates one channel for each line of the key; data = new ids */
        post: operations["AdminChannelController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/channel/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Channels that meet all criteria */
        get: operations["AdminChannelController_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/channel/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Built-in catalogue of model names, as a bare OpenAI model list */
        get: operations["AdminChannelController_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/channel/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One channel without its secrets */
        get: operations["AdminChannelController_find"];
        put?: never;
        post?: never;
        delete: operations["AdminChannelController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/channel/{id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The key in clear; leaves a log row */
        post: operations["AdminChannelController_reveal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/channel/disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Deletes all disabled channels; data = their number */
        delete: operations["AdminChannelController_removeDisabled"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/channel/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deletes channels; data = how many of them existed */
        post: operations["AdminChannelController_removeMany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/channel/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Copies a channel, switched off and without key; data = new id */
        post: operations["AdminChannelController_copy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/channel/reset_stats/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets used quota, used count and balance to 0 */
        post: operations["AdminChannelController_resetStatistics"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All log rows, newest first */
        get: operations["LogController_list"];
        put?: never;
        post?: never;
        /** Removes rows older than target_timestamp; data = how many */
        delete: operations["LogController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/log/stat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Charges of the range; calls and tokens of the last minute */
        get: operations["LogController_stat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/log/self": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's own rows, newest first; errors only with type=5 */
        get: operations["LogController_own"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/log/self/stat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's own charges of the range; calls and tokens of the last minute */
        get: operations["LogController_ownStat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        EnvelopeDto: {
            success: boolean;
            /** @description For people; empty when there is nothing to say */
            message: string;
            /** @description Stable name of the reason, on failures only */
            code?: string;
        };
        StatusView: {
            version: string;
            /** @description Unix seconds */
            start_time: number;
            email_verification: boolean;
            github_oauth: boolean;
            github_client_id: string;
            system_name: string;
            system_text: string;
            logo: string;
            footer_html: string;
            wechat_qrcode: string;
            wechat_login: boolean;
            server_address: string;
            price: number;
            turnstile_check: boolean;
            turnstile_site_key: string;
            top_up_link: string;
            chat_link: string;
            quota_per_unit: number;
            display_in_currency: boolean;
            enable_batch_update: boolean;
            enable_drawing: boolean;
            enable_data_export: boolean;
        };
        OptionViewDto: {
            key: string;
            value: string;
        };
        PutOptionDto: {
            key: string;
            /** @description Text form of the value, also for numbers, booleans and tables */
            value: string;
        };
        LoginViewDto: {
            id: number;
            username: string;
            display_name: string;
            /** @enum {number} */
            role: 1 | 10 | 100;
            /** @enum {number} */
            status: 1 | 2;
            group: string;
            /** @description Only changing the password is allowed until it was changed */
            must_change_password: boolean;
        };
        LoginDto: {
            /** @description User name or email */
            username: string;
            password: string;
        };
        SelfViewDto: {
            id: number;
            username: string;
            display_name: string;
            /** @enum {number} */
            role: 1 | 10 | 100;
            /** @enum {number} */
            status: 1 | 2;
            group: string;
            /** @description Only changing the password is allowed until it was changed */
            must_change_password: boolean;
            email: string;
            github_id: string;
            wechat_id: string;
            /** @description Spendable balance in quota, rounded down */
            quota: number;
            /** @description Spent so far in quota, rounded up */
            used_quota: number;
            /** @description Exact balance in dollars, as decimal text */
            balance_usd: string;
            /** @description Exact spend in dollars, as decimal text */
            used_usd: string;
            request_count: number;
            aff_code: string;
            aff_count: number;
            aff_quota: number;
            aff_history_quota: number;
            inviter_id: number;
            /** @description Unix seconds */
            created_at: number;
            /** @description Unix seconds, 0 = never */
            last_login_at: number;
            /** @description A management token exists */
            has_access_token: boolean;
        };
        UpdateSelfDto: {
            username?: string;
            display_name?: string;
            /** @description 8 to 72 bytes */
            password?: string;
            /** @description The current password; needed to change it */
            original_password?: string;
        };
        ListEnvelopeDto: {
            success: boolean;
            /** @description For people; empty when there is nothing to say */
            message: string;
            /** @description Stable name of the reason, on failures only */
            code?: string;
            /** @description Number of all rows that match */
            total: number;
        };
        TokenViewDto: {
            id: number;
            user_id: number;
            /** @description Shortened; the whole key is in the reply to its creation only */
            key: string;
            /** @description The whole key can be asked for with /reveal */
            can_reveal: boolean;
            /**
             * @description 1 enabled, 2 disabled, 3 expired, 4 exhausted
             * @enum {number}
             */
            status: 1 | 2 | 3 | 4;
            name: string;
            /** @description Unix seconds */
            created_time: number;
            /** @description Unix seconds, 0 = never */
            accessed_time: number;
            /** @description Unix seconds, -1 = never */
            expired_time: number;
            /** @description Quota left, rounded down */
            remain_quota: number;
            /** @description Exact dollars left, as decimal text */
            remain_usd: string;
            unlimited_quota: boolean;
            /** @description Quota used, rounded up */
            used_quota: number;
            /** @description Exact dollars used, as decimal text */
            used_usd: string;
            group: string;
            billing_enabled: boolean;
            models: string;
            fixed_content: string;
            subnet: string;
        };
        TokenFieldsDto: {
            name?: string;
            /** @description Unix seconds, -1 = never; 0 on creation also means never */
            expired_time?: number;
            /** @description Allowance in quota, 0 or more; ignored when unlimited */
            remain_quota?: number;
            unlimited_quota?: boolean;
            /** @description Empty = the owner's group */
            group?: string;
            /** @description true = per call, false = by tokens */
            billing_enabled?: boolean;
            /** @description Comma list of allowed models, empty = all */
            models?: string;
            /** @description Text appended to answers */
            fixed_content?: string;
            /** @description Comma list of CIDR blocks, empty = any address */
            subnet?: string;
        };
        UpdateTokenDto: {
            name?: string;
            /** @description Unix seconds, -1 = never; 0 on creation also means never */
            expired_time?: number;
            /** @description Allowance in quota, 0 or more; ignored when unlimited */
            remain_quota?: number;
            unlimited_quota?: boolean;
            /** @description Empty = the owner's group */
            group?: string;
            /** @description true = per call, false = by tokens */
            billing_enabled?: boolean;
            /** @description Comma list of allowed models, empty = all */
            models?: string;
            /** @description Text appended to answers */
            fixed_content?: string;
            /** @description Comma list of CIDR blocks, empty = any address */
            subnet?: string;
            id: number;
            /**
             * @description 1 or 2; read with status_only only
             * @enum {number}
             */
            status?: 1 | 2;
            /** @description The remain_quota the client saw. A remain_quota equal to it leaves the allowance alone; another one is set only while the token still shows this value, else 409 token.remain_changed and nothing is changed */
            expected_remain_quota?: number;
            /** @description As the token view has it. Clients that send the whole view back say with it what they had shown: a remain_quota that is still the one of then leaves the allowance alone, another one is set */
            remain_usd?: string;
        };
        BillingStrategyDto: {
            /**
             * @description 1 = per call, 0 = by tokens
             * @enum {number}
             */
            billing_enabled: 0 | 1;
        };
        RevealedTokenKeyDto: {
            /** @description The whole key */
            key: string;
        };
        ChannelListItemDto: {
            id: number;
            type: number;
            /** @description Recognisable part of the key */
            key_hint: string;
            status: number;
            name: string;
            weight: number;
            created_time: number;
            test_time: number;
            /** @description Milliseconds of the last successful call of this node, else of the last test */
            response_time: number;
            /** @description Attempts of this node that failed since the last success */
            consecutive_failures: number;
            /** @description US dollars */
            balance: number;
            balance_updated_time: number;
            models: string;
            group: string;
            tags: string;
            used_quota: number;
            used_count: number;
            priority: number;
            auto_ban: number;
            tested_time: number;
            model_test: string;
            rate_limited: boolean;
        };
        ChannelViewDto: {
            id: number;
            type: number;
            /** @description Recognisable part of the key */
            key_hint: string;
            status: number;
            name: string;
            weight: number;
            created_time: number;
            test_time: number;
            /** @description Milliseconds of the last successful call of this node, else of the last test */
            response_time: number;
            /** @description Attempts of this node that failed since the last success */
            consecutive_failures: number;
            /** @description US dollars */
            balance: number;
            balance_updated_time: number;
            models: string;
            group: string;
            tags: string;
            used_quota: number;
            used_count: number;
            priority: number;
            auto_ban: number;
            tested_time: number;
            model_test: string;
            rate_limited: boolean;
            openai_organization: string;
            base_url: string;
            other: string;
            /** @description JSON object as text, or empty */
            model_mapping: string;
            /** @description JSON object as text, or empty; values that look like credentials are *** */
            headers: string;
            /** @description JSON object as text, or empty */
            status_code_mapping: string;
            /** @description JSON object as text without credentials, or empty */
            config: string;
            is_tools: boolean;
            claude_original_request: boolean;
            rate_limit_count: number;
            is_image_url_enabled: number;
            /** @description With *** in place of a password */
            proxy_url: string;
            supports_cache_control: boolean;
            /** @description Secrets that are stored and not shown, e.g. key, gcp_account, config.sk, proxy_url, headers.x-api-key */
            stored_secrets: string[];
        };
        RevealedChannelKeyDto: {
            /** @description The key in clear */
            key: string;
        };
        SaveChannelDto: {
            /**
             * @description Channel type number
             * @default 1
             */
            type: number;
            /** @description Upstream key. Create: one channel per line. Update: empty keeps the stored key. */
            key?: string;
            openai_organization?: string;
            /**
             * @description 1 enabled, 2 disabled, 3 disabled automatically
             * @default 1
             * @enum {number}
             */
            status: 1 | 2 | 3;
            /** @description Required on create */
            name?: string;
            /**
             * @description Share of the calls within one priority
             * @default 0
             */
            weight: number;
            /** @description Empty: the type's default address */
            base_url?: string;
            /** @description API version and the like, depending on the type */
            other?: string;
            /** @description Comma list of model names */
            models?: string;
            /** @description One free tag; tagged channels are listed together */
            tags?: string;
            /**
             * @description Comma list of groups
             * @default default
             */
            group: string;
            /** @description JSON object: requested model → upstream's model */
            model_mapping?: string | {
                [key: string]: string;
            };
            /** @description JSON object of extra request headers; stored sealed. A value *** keeps the stored one of that name */
            headers?: string | {
                [key: string]: string;
            };
            /** @description JSON object: upstream status → status that counts */
            status_code_mapping?: string | {
                [key: string]: string;
            };
            /** @description JSON object of settings of the type; absent credentials are kept */
            config?: string | {
                [key: string]: string;
            };
            /**
             * @description Higher first
             * @default 0
             */
            priority: number;
            /**
             * @description 0: never disabled automatically
             * @default 1
             * @enum {number}
             */
            auto_ban: 0 | 1;
            /**
             * @description Serves calls that carry tools
             * @default true
             */
            is_tools: boolean;
            /**
             * @description Serves native Claude requests
             * @default false
             */
            claude_original_request: boolean;
            /**
             * @description Seconds between tests while disabled automatically; 0 = none
             * @default 0
             */
            tested_time: number;
            /** @description Model used by tests */
            model_test?: string;
            /** @default false */
            rate_limited: boolean;
            /**
             * @description Calls per minute and model
             * @default 0
             */
            rate_limit_count: number;
            /**
             * @description Midjourney: pass the upstream image address on
             * @default 0
             * @enum {number}
             */
            is_image_url_enabled: 0 | 1;
            /** @description http://, https:// or socks5://; stored sealed. Sent back as it was shown (with *** as password) it is kept */
            proxy_url?: string;
            /** @description Service account JSON; stored sealed, never sent back */
            gcp_account?: string;
            /** @default false */
            supports_cache_control: boolean;
        };
        UpdateChannelDto: {
            /**
             * @description Channel type number
             * @default 1
             */
            type: number;
            /** @description Upstream key. Create: one channel per line. Update: empty keeps the stored key. */
            key?: string;
            openai_organization?: string;
            /**
             * @description 1 enabled, 2 disabled, 3 disabled automatically
             * @default 1
             * @enum {number}
             */
            status: 1 | 2 | 3;
            /** @description Required on create */
            name?: string;
            /**
             * @description Share of the calls within one priority
             * @default 0
             */
            weight: number;
            /** @description Empty: the type's default address */
            base_url?: string;
            /** @description API version and the like, depending on the type */
            other?: string;
            /** @description Comma list of model names */
            models?: string;
            /** @description One free tag; tagged channels are listed together */
            tags?: string;
            /**
             * @description Comma list of groups
             * @default default
             */
            group: string;
            /** @description JSON object: requested model → upstream's model */
            model_mapping?: string | {
                [key: string]: string;
            };
            /** @description JSON object of extra request headers; stored sealed. A value *** keeps the stored one of that name */
            headers?: string | {
                [key: string]: string;
            };
            /** @description JSON object: upstream status → status that counts */
            status_code_mapping?: string | {
                [key: string]: string;
            };
            /** @description JSON object of settings of the type; absent credentials are kept */
            config?: string | {
                [key: string]: string;
            };
            /**
             * @description Higher first
             * @default 0
             */
            priority: number;
            /**
             * @description 0: never disabled automatically
             * @default 1
             * @enum {number}
             */
            auto_ban: 0 | 1;
            /**
             * @description Serves calls that carry tools
             * @default true
             */
            is_tools: boolean;
            /**
             * @description Serves native Claude requests
             * @default false
             */
            claude_original_request: boolean;
            /**
             * @description Seconds between tests while disabled automatically; 0 = none
             * @default 0
             */
            tested_time: number;
            /** @description Model used by tests */
            model_test?: string;
            /** @default false */
            rate_limited: boolean;
            /**
             * @description Calls per minute and model
             * @default 0
             */
            rate_limit_count: number;
            /**
             * @description Midjourney: pass the upstream image address on
             * @default 0
             * @enum {number}
             */
            is_image_url_enabled: 0 | 1;
            /** @description http://, https:// or socks5://; stored sealed. Sent back as it was shown (with *** as password) it is kept */
            proxy_url?: string;
            /** @description Service account JSON; stored sealed, never sent back */
            gcp_account?: string;
            /** @default false */
            supports_cache_control: boolean;
            id: number;
        };
        ChannelIdsDto: {
            ids: number[];
        };
        CopiedChannelDto: {
            /** @description Id of the copy */
            id: number;
        };
        CopyChannelDto: {
            id: number;
        };
        PriceLineDto: {
            /** @description A class of tokens (input, cacheRead, cacheWrite5m, cacheWrite1h, imageInput, audioInput, output, reasoning, imageOutput, audioOutput) or call; new classes may come */
            class: string;
            /** @description Tokens, or 1 for a call */
            count: number;
            /** @description Before the group factor, as decimal text */
            usd_per_million?: string;
            /** @description Before the group factor, as decimal text */
            usd_per_call?: string;
        };
        PriceBreakdownDto: {
            /** @enum {string} */
            kind: "ratio" | "per-call";
            model: string;
            lines: components["schemas"]["PriceLineDto"][];
            group_ratio: number;
            /** @description Exact dollars, as decimal text: the sum of count × price × group_ratio */
            total_usd: string;
        };
        UsageDetailDto: {
            /** @description Tokens written into the cache for five minutes */
            cacheWrite5m?: number;
            /** @description Tokens written into the cache for an hour */
            cacheWrite1h?: number;
            imageInput?: number;
            audioInput?: number;
            imageOutput?: number;
            audioOutput?: number;
            /** @description Calls of hosted tools by name, e.g. web_search */
            toolCalls?: {
                [key: string]: number;
            };
            /** @description Figures of the upstream's that cannot be were cut to what can */
            isClamped?: boolean;
        };
        StaffLogView: {
            id: number;
            request_id: string | null;
            user_id: number;
            /** @description Unix seconds */
            created_at: number;
            /** @description 1 top-up, 2 consume, 3 manage, 4 system, 5 error, 6 retried */
            type: number;
            username: string;
            token_name: string;
            token_id: number;
            model_name: string;
            /** @description Whole quota, rounded up */
            quota: number;
            /** @description Exact dollars */
            cost_usd: string;
            prompt_tokens: number;
            completion_tokens: number;
            cached_tokens: number;
            reasoning_tokens: number;
            /** @description Whole seconds */
            use_time: number;
            duration_ms: number;
            /** @description 0 where no byte came */
            first_byte_ms: number;
            is_stream: boolean;
            /** @description The upstream reported no usage; the tokens are an estimate */
            is_estimated: boolean;
            multiplier: string | null;
            /** @description Balance before the call, whole quota */
            userQuota: number;
            price: components["schemas"]["PriceBreakdownDto"] | null;
            /** @description What the token columns do not tell; null = nothing */
            usage_detail: components["schemas"]["UsageDetailDto"] | null;
            end_state: string;
            /** @description HTTP status of the call's answer, 0 for other rows */
            status: number;
            error_code: string;
            ip: string;
            content: string | null;
            /** @description Channel id */
            channel: number;
            channel_name: string;
            upstream_model: string;
            /** @description JSON list of attempts; durationMs is left out where it is that of the row */
            attempts_log?: string | null;
        };
        LogStatDto: {
            /** @description Charges of the range in whole quota, rounded up */
            quota: number;
            /** @description Exact dollars, as decimal text */
            cost_usd: string;
            /** @description Calls of the last minute */
            rpm: number;
            /** @description Tokens of the last minute */
            tpm: number;
        };
        LogView: {
            id: number;
            request_id: string | null;
            user_id: number;
            /** @description Unix seconds */
            created_at: number;
            /** @description 1 top-up, 2 consume, 3 manage, 4 system, 5 error, 6 retried */
            type: number;
            username: string;
            token_name: string;
            token_id: number;
            model_name: string;
            /** @description Whole quota, rounded up */
            quota: number;
            /** @description Exact dollars */
            cost_usd: string;
            prompt_tokens: number;
            completion_tokens: number;
            cached_tokens: number;
            reasoning_tokens: number;
            /** @description Whole seconds */
            use_time: number;
            duration_ms: number;
            /** @description 0 where no byte came */
            first_byte_ms: number;
            is_stream: boolean;
            /** @description The upstream reported no usage; the tokens are an estimate */
            is_estimated: boolean;
            multiplier: string | null;
            /** @description Balance before the call, whole quota */
            userQuota: number;
            price: components["schemas"]["PriceBreakdownDto"] | null;
            /** @description What the token columns do not tell; null = nothing */
            usage_detail: components["schemas"]["UsageDetailDto"] | null;
            end_state: string;
            /** @description HTTP status of the call's answer, 0 for other rows */
            status: number;
            error_code: string;
            ip: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    StatusController_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["StatusView"];
                    };
                };
            };
        };
    };
    StatusController_notice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: string;
                    };
                };
            };
        };
    };
    StatusController_about: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: string;
                    };
                };
            };
        };
    };
    StatusController_homePageContent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: string;
                    };
                };
            };
        };
    };
    OptionController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["OptionViewDto"][];
                    };
                };
            };
        };
    };
    OptionController_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutOptionDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        /** @enum {unknown|null} */
                        data: null;
                    };
                };
            };
        };
    };
    LoginController_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["LoginViewDto"];
                    };
                };
            };
        };
    };
    LoginController_logoutByGet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        /** @enum {unknown|null} */
                        data: null;
                    };
                };
            };
        };
    };
    LoginController_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        /** @enum {unknown|null} */
                        data: null;
                    };
                };
            };
        };
    };
    SelfController_self: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["SelfViewDto"];
                    };
                };
            };
        };
    };
    SelfController_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateSelfDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["SelfViewDto"];
                    };
                };
            };
        };
    };
    SelfController_renewAccessTokenByGet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: string;
                    };
                };
            };
        };
    };
    SelfController_renewAccessToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: string;
                    };
                };
            };
        };
    };
    TokenController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListEnvelopeDto"] & {
                        data: components["schemas"]["TokenViewDto"][];
                    };
                };
            };
        };
    };
    TokenController_update: {
        parameters: {
            query?: {
                status_only?: string;
                billing_strategy_only?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateTokenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["TokenViewDto"];
                    };
                };
            };
        };
    };
    TokenController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenFieldsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["TokenViewDto"];
                    };
                };
            };
        };
    };
    TokenController_search: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListEnvelopeDto"] & {
                        data: components["schemas"]["TokenViewDto"][];
                    };
                };
            };
        };
    };
    TokenController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["TokenViewDto"];
                    };
                };
            };
        };
    };
    TokenController_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        /** @enum {unknown|null} */
                        data: null;
                    };
                };
            };
        };
    };
    TokenController_setBilling: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BillingStrategyDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["TokenViewDto"];
                    };
                };
            };
        };
    };
    TokenController_reveal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["RevealedTokenKeyDto"];
                    };
                };
            };
        };
    };
    AdminChannelController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListEnvelopeDto"] & {
                        data: components["schemas"]["ChannelListItemDto"][];
                    };
                };
            };
        };
    };
    AdminChannelController_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateChannelDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["ChannelViewDto"];
                    };
                };
            };
        };
    };
    AdminChannelController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveChannelDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: number[];
                    };
                };
            };
        };
    };
    AdminChannelController_search: {
        parameters: {
            query?: {
                /** @description Channel id or part of the name */
                keyword?: string;
                /** @description Part of the group list */
                group?: string;
                /** @description Channel type number; empty or 0 = any */
                typeKey?: string;
                /** @description Comma list; each must be part of the model list */
                model?: string;
                /** @description Page, from 0 */
                p?: string;
                /** @description Rows per page, 100 when absent */
                page_size?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListEnvelopeDto"] & {
                        data: components["schemas"]["ChannelListItemDto"][];
                    };
                };
            };
        };
    };
    AdminChannelController_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    AdminChannelController_find: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["ChannelViewDto"];
                    };
                };
            };
        };
    };
    AdminChannelController_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        /** @enum {unknown|null} */
                        data: null;
                    };
                };
            };
        };
    };
    AdminChannelController_reveal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["RevealedChannelKeyDto"];
                    };
                };
            };
        };
    };
    AdminChannelController_removeDisabled: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: number;
                    };
                };
            };
        };
    };
    AdminChannelController_removeMany: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelIdsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: number;
                    };
                };
            };
        };
    };
    AdminChannelController_copy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CopyChannelDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["CopiedChannelDto"];
                    };
                };
            };
        };
    };
    AdminChannelController_resetStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        /** @enum {unknown|null} */
                        data: null;
                    };
                };
            };
        };
    };
    LogController_list: {
        parameters: {
            query?: {
                /** @description 0 all, 1 top-up, 2 consume, 3 manage, 4 system, 5 error, 6 retried */
                type?: number;
                /** @description Unix seconds, inclusive */
                start_timestamp?: number;
                /** @description Unix seconds, inclusive */
                end_timestamp?: number;
                token_name?: string;
                model_name?: string;
                request_id?: string;
                username?: string;
                /** @description Channel id */
                channel?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListEnvelopeDto"] & {
                        data: components["schemas"]["StaffLogView"][];
                    };
                };
            };
        };
    };
    LogController_remove: {
        parameters: {
            query: {
                target_timestamp: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: number;
                    };
                };
            };
        };
    };
    LogController_stat: {
        parameters: {
            query?: {
                /** @description 0 all, 1 top-up, 2 consume, 3 manage, 4 system, 5 error, 6 retried */
                type?: number;
                /** @description Unix seconds, inclusive */
                start_timestamp?: number;
                /** @description Unix seconds, inclusive */
                end_timestamp?: number;
                token_name?: string;
                model_name?: string;
                request_id?: string;
                username?: string;
                /** @description Channel id */
                channel?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["LogStatDto"];
                    };
                };
            };
        };
    };
    LogController_own: {
        parameters: {
            query?: {
                /** @description 0 all, 1 top-up, 2 consume, 3 manage, 4 system, 5 error, 6 retried */
                type?: number;
                /** @description Unix seconds, inclusive */
                start_timestamp?: number;
                /** @description Unix seconds, inclusive */
                end_timestamp?: number;
                token_name?: string;
                model_name?: string;
                request_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListEnvelopeDto"] & {
                        data: components["schemas"]["LogView"][];
                    };
                };
            };
        };
    };
    LogController_ownStat: {
        parameters: {
            query?: {
                /** @description 0 all, 1 top-up, 2 consume, 3 manage, 4 system, 5 error, 6 retried */
                type?: number;
                /** @description Unix seconds, inclusive */
                start_timestamp?: number;
                /** @description Unix seconds, inclusive */
                end_timestamp?: number;
                token_name?: string;
                model_name?: string;
                request_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["LogStatDto"];
                    };
                };
            };
        };
    };
}

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
    "/api/group": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of all groups */
        get: operations["GroupController_names"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/group/details": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All groups with their labels and price factors */
        get: operations["GroupController_details"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Groups that the caller may put on a token, his own first */
        get: operations["GroupController_own"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/aff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The own invitation code, made when it is first asked for */
        get: operations["InvitationController_code"];
        put?: never;
        post?: never;
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
    "/api/user/self/lots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's lots that hold something, in the order they are spent */
        get: operations["LotController_own"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/{id}/lots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lots of a user that hold something, in the order they are spent */
        get: operations["LotController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pricing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prices of the models that are served; with a session or access token those of the caller's group */
        get: operations["PricingController_pricing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/redemption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Redemption codes, newest first */
        get: operations["RedemptionController_list"];
        /** Changes an unused code; with status_only nothing but its status */
        put: operations["RedemptionController_update"];
        /** Makes up to 10 000 codes; data = their keys, batch_id = what they are found by */
        post: operations["RedemptionController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/redemption/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as the list */
        get: operations["RedemptionController_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/redemption/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The codes of a batch or name as a CSV file; leaves a log row */
        get: operations["RedemptionController_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/redemption/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One redemption code */
        get: operations["RedemptionController_read"];
        put?: never;
        post?: never;
        /** Removes a code that nobody has used */
        delete: operations["RedemptionController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/topup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Redeems a code; data = quota gained */
        post: operations["RedeemController_redeem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/aff_transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moves invitation reward to the balance */
        post: operations["RewardController_transfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/aff_withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks for reward to be paid out; the amount is taken from the reward at once */
        post: operations["RewardController_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/userwithdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Own withdrawal orders, newest first */
        get: operations["RewardController_own"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All withdrawal orders, newest first */
        get: operations["WithdrawalController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/withdrawals/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One step of an order: 1 to 2 or 3, 2 to 4 or 3. Rejecting gives the amount back */
        post: operations["WithdrawalController_decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/log/withdrawalscount": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many orders are pending */
        get: operations["WithdrawalController_countPending"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/{id}/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets or changes a user's balance; leaves a ledger entry and a log row */
        post: operations["BalanceController_adjust"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payment/{provider}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page that payers come back to; epay brings the signed result along */
        get: operations["PaymentCallbackController_returned"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/topup/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Methods, validities and amounts on offer */
        get: operations["TopUpController_offer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/amount": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Price of a top-up as text, e.g. "12.34" */
        post: operations["TopUpController_price"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/pay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes an order and says what the browser has to do */
        post: operations["TopUpController_pay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/topups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Own orders with their timelines, newest first */
        get: operations["TopUpController_own"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/topups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All orders that meet the criteria, newest first */
        get: operations["TopupsAdminController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/topups/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders of a user id, or whose trade number begins so */
        get: operations["TopupsAdminController_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/topups/callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stored callbacks, newest first */
        get: operations["TopupsAdminController_listCallbacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/topups/callbacks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Verifies and processes a stored callback once more */
        post: operations["TopupsAdminController_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/topups/self-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries settings, payment services and the reachability of the callback addresses */
        post: operations["TopupsAdminController_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/topups/order/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One order by its own id */
        get: operations["TopupsAdminController_find"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/topups/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that happened to an order, oldest first */
        get: operations["TopupsAdminController_timelineOf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/topups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A user's orders, newest first */
        get: operations["TopupsAdminController_ofUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/topups/{id}/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks the provider about the order now */
        post: operations["TopupsAdminController_query"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/topups/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms that the money of a manual transfer came */
        post: operations["TopupsAdminController_complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/topups/{id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pays back the rest of an order and takes its credit back as far as it is still there */
        post: operations["TopupsAdminController_refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/topups/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Closes unpaid orders older than a day; data = how many. Nothing is deleted */
        delete: operations["TopupsAdminController_close"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Plans that can be bought */
        get: operations["PlanOffersController_offers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/self/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's subscriptions, soonest ending first, with what their windows have left */
        get: operations["PlanOffersController_own"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan/{id}/purchase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Buys a plan with the balance; data = the subscription */
        post: operations["PlanOffersController_purchase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All plans, in the order of offers */
        get: operations["PlanController_list"];
        /** Replaces a plan; who has it already keeps it as it was */
        put: operations["PlanController_update"];
        /** Makes a plan */
        post: operations["PlanController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Subscriptions of all users, newest first */
        get: operations["PlanController_listSubscriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan/subscriptions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a subscription before its time; what was paid for it stays paid */
        post: operations["PlanController_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One plan */
        get: operations["PlanController_read"];
        put?: never;
        post?: never;
        /** Removes a plan; who has it already keeps it */
        delete: operations["PlanController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plan/{id}/grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a plan to a user without payment; data = the subscription */
        post: operations["PlanController_grant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Drafts, newest first */
        get: operations["PriceDraftController_list"];
        put?: never;
        /** A draft with the prices in force (by a time to come), or those of another version */
        post: operations["PriceDraftController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/drafts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A draft with its prices */
        get: operations["PriceDraftController_read"];
        /** Sets and removes entries; 422 names the path of what cannot be */
        put: operations["PriceDraftController_edit"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/drafts/{id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the draft changes of the prices before it, and where it would sell below cost */
        get: operations["PriceDraftController_diff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/drafts/{id}/effect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last seven days' calls at the draft's prices */
        get: operations["PriceDraftController_effect"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/drafts/{id}/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a source offers otherwise than the draft has it */
        get: operations["PriceDraftController_offer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/drafts/{id}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes chosen entries of the offer into the draft */
        post: operations["PriceDraftController_take"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/drafts/{id}/rebase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the draft a change of the version in force (by a time to come) */
        post: operations["PriceDraftController_rebase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/drafts/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the draft up */
        post: operations["PriceDraftController_discard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/drafts/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the draft a version, at once or from a time on; 409 when its base is not in force */
        post: operations["PriceDraftController_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions of the price list, newest first */
        get: operations["PriceVersionController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/versions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A version with its prices */
        get: operations["PriceVersionController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/versions/{id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What makes this version of another one */
        get: operations["PriceVersionController_diff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/versions/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publishes a copy of the version */
        post: operations["PriceVersionController_rollBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/versions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a version back that is still to come */
        post: operations["PriceVersionController_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where price lists are fetched from */
        get: operations["PriceSourceController_list"];
        put?: never;
        /** Adds a source */
        post: operations["PriceSourceController_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/sources/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Offers the price list of a file, at most 8 MiB, in a draft */
        post: operations["PriceSourceController_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/sources/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes a source */
        put: operations["PriceSourceController_update"];
        post?: never;
        /** Removes a source; prices taken from it stay */
        delete: operations["PriceSourceController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/price/sources/{id}/fetch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fetches the source now and offers what it has in a draft */
        post: operations["PriceSourceController_fetch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/report/margin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was charged, what it cost and what is left, by channel, model, group or day */
        get: operations["MarginController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/statement/self": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's own statement of at most 31 days: charged calls, or movements of money */
        get: operations["StatementController_own"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/statement/user/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same of any user */
        get: operations["StatementController_ofUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/limit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Limits on calls, newest first */
        get: operations["LimitController_list"];
        /** Changes the fields that are sent; another window or metric counts anew */
        put: operations["LimitController_update"];
        /** Makes a limit; it is in force with the next call */
        post: operations["LimitController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/limit/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One limit */
        get: operations["LimitController_find"];
        put?: never;
        post?: never;
        /** Removes a limit */
        delete: operations["LimitController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/token/{id}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The owner's limits on a token, and those that staff set on it */
        get: operations["TokenLimitController_list"];
        put?: never;
        /** Adds a limit; others stay in force, so it can only be narrower */
        post: operations["TokenLimitController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/token/{id}/limits/{limitId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes the fields of one of the owner's limits that are sent */
        put: operations["TokenLimitController_update"];
        post?: never;
        /** Removes one of the owner's limits */
        delete: operations["TokenLimitController_remove"];
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
        StaffGroupView: {
            name: string;
            /** @description What users see */
            label: string;
            /** @description Price factor */
            ratio: number;
            /** @description Price factor of top-ups */
            topup_ratio: number;
            /** @description Users may put it on tokens while UserGroupEnabled is on */
            is_user_group: boolean;
        };
        GroupView: {
            name: string;
            /** @description What users see */
            label: string;
            /** @description Price factor */
            ratio: number;
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
            /** @description A class of tokens (input, cacheRead, cacheWrite5m, cacheWrite1h, imageInput, audioInput, output, reasoning, imageOutput, audioOutput), call, tool, image or second; new classes may come */
            class: string;
            /** @description Which tool, or which size of image */
            name?: string;
            /** @description Tokens, calls, images or seconds */
            count: number;
            /** @description Before the group factor, as decimal text */
            usd_per_million?: string;
            /** @description For one of them, before the group factor, as decimal text */
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
            /** @description Images that were made, by size/quality or size */
            images?: {
                [key: string]: number;
            };
            /** @description Length of sound or film that is billed by time */
            milliseconds?: number;
            /** @description Figures of the upstream's that cannot be were cut to what can */
            isClamped?: boolean;
        };
        LogPlanDto: {
            subscription_id: number;
            name: string;
            /** @description Exact dollars */
            amount_usd: string;
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
            /** @description The subscription that paid and how much of it; what is left is the charge. null = none did */
            plan: components["schemas"]["LogPlanDto"] | null;
            end_state: string;
            /**
             * @description On what the charge rests; null = nothing was charged for a call
             * @enum {string|null}
             */
            evidence: "reported" | "partial" | "counted" | null;
            /**
             * @description The channel's policy for callers who leave, as it was applied; null where nothing was charged
             * @enum {string|null}
             */
            on_disconnect: "cancel" | "drain" | null;
            /** @description HTTP status of the call's answer, 0 for other rows */
            status: number;
            error_code: string;
            ip: string;
            content: string | null;
            /** @description Channel id */
            channel: number;
            channel_name: string;
            upstream_model: string;
            /** @description Exact dollars that the channel's supplier takes for the call; null = unknown */
            supplier_cost_usd: string | null;
            /** @description Exact dollars: what was charged, to plans too, less what the supplier takes; null = unknown */
            margin_usd: string | null;
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
            /** @description The subscription that paid and how much of it; what is left is the charge. null = none did */
            plan: components["schemas"]["LogPlanDto"] | null;
            end_state: string;
            /**
             * @description On what the charge rests; null = nothing was charged for a call
             * @enum {string|null}
             */
            evidence: "reported" | "partial" | "counted" | null;
            /**
             * @description The channel's policy for callers who leave, as it was applied; null where nothing was charged
             * @enum {string|null}
             */
            on_disconnect: "cancel" | "drain" | null;
            /** @description HTTP status of the call's answer, 0 for other rows */
            status: number;
            error_code: string;
            ip: string;
        };
        LotView: {
            id: number;
            /** @description How it was credited: top-up, redemption, gift, … */
            source: string;
            /** @description Whole quota, rounded down */
            quota: number;
            /** @description Exact dollars */
            amount_usd: string;
            /** @description What is left, whole quota, rounded down */
            remain_quota: number;
            /** @description What is left, exact dollars */
            remain_usd: string;
            /** @description Unix seconds */
            starts_at: number;
            /** @description Unix seconds, -1 = never */
            ends_at: number;
        };
        PricedGroupDto: {
            group: string;
            /** @description Decimal text */
            factor: string;
        };
        PricingTierDto: {
            /** @description A request with more tokens of input costs these prices as a whole */
            above: number;
            /** @description Dollars per million tokens, by class */
            per_million: {
                [key: string]: string;
            };
        };
        PricedModelDto: {
            model: string;
            /** @description Dollars per million tokens, by class (input, cacheRead, cacheWrite5m, cacheWrite1h, imageInput, audioInput, output, reasoning, imageOutput, audioOutput); a class that is absent costs what input or output does */
            per_million?: {
                [key: string]: string;
            };
            tiers?: components["schemas"]["PricingTierDto"][];
            /** @description Dollars per call, where calls are billed so */
            per_call?: string;
            /** @description Dollars per image, by size/quality, size, or * for any */
            per_image?: {
                [key: string]: string;
            };
            /** @description Dollars per second of sound or film */
            per_second?: string;
            /** @description Dollars per call of a hosted tool, by name */
            per_tool_call?: {
                [key: string]: string;
            };
            /** @description Costs nothing */
            is_free?: boolean;
            /** @description What the group pays: these prices times it */
            factor: string;
            /** @description seed, genai-prices, operator or sync:NAME */
            source: string;
            /** @description Day the price was taken from its source, YYYY-MM-DD; empty = it is not on the list itself */
            source_date: string;
        };
        PricingDto: {
            /** @description Number of the version in force */
            version: number;
            /** @description Unix seconds */
            valid_from: number;
            /** @description Whose prices these are */
            group: string;
            /** @description The viewer's group and those that users may choose */
            groups: components["schemas"]["PricedGroupDto"][];
            /** @description That channels serve to the group, by name */
            models: components["schemas"]["PricedModelDto"][];
        };
        RedemptionView: {
            id: number;
            /** @description Who made it */
            user_id: number;
            /** @description The code; empty when it was sealed with another secret */
            key: string;
            /** @description Codes that were made together */
            batch_id: string;
            /** @description 1 enabled, 2 disabled, 3 used */
            status: Record<string, never>;
            name: string;
            quota: number;
            /** @description Exact dollars, as decimal text */
            quota_usd: string;
            /** @description Unix seconds, 0 = at once */
            starts_at: number;
            /** @description Unix seconds, 0 = never */
            ends_at: number;
            /** @description Codes of the batch that one user may redeem; 0 = all */
            per_user_limit: number;
            /** @description Unix seconds */
            created_time: number;
            /** @description Unix seconds, 0 = not yet */
            redeemed_time: number;
            /** @description 0 = nobody */
            used_user_id: number;
        };
        CreateRedemptionsDto: {
            /** @description Unix seconds from which the code can be used; 0 = at once */
            starts_at?: number;
            /** @description Unix seconds until which the code can be used; 0 = always */
            ends_at?: number;
            /** @description How many codes of the batch one user may redeem; 0 = all */
            per_user_limit?: number;
            /** @description Name of the batch, 1 to 20 characters */
            name: string;
            /** @description What each code is worth, in quota */
            quota: number;
            /** @description How many codes, at most 10 000 */
            count: number;
        };
        UpdateRedemptionDto: {
            /** @description Unix seconds from which the code can be used; 0 = at once */
            starts_at?: number;
            /** @description Unix seconds until which the code can be used; 0 = always */
            ends_at?: number;
            /** @description How many codes of the batch one user may redeem; 0 = all */
            per_user_limit?: number;
            id: number;
            /** @description 1 to 20 characters */
            name?: string;
            /** @description Quota */
            quota?: number;
            /** @description 1 enabled, 2 disabled; read with status_only, which changes nothing else */
            status?: number;
        };
        RedeemDto: {
            /** @description The redemption code */
            key: string;
        };
        RewardAmountDto: {
            /** @description Units (dollars) with at most two decimals, in spite of the name */
            quota: number;
        };
        RequestWithdrawalDto: {
            /** @description Units (dollars) with at most two decimals, in spite of the name */
            quota: number;
            /** @description Where the money is to be paid */
            alipay_account: string;
        };
        WithdrawalView: {
            id: number;
            user_id: number;
            user_name: string;
            order_number: string;
            /** @description Quota */
            withdrawal_amount: number;
            /** @description Exact dollars, as decimal text */
            withdrawal_usd: string;
            alipay_account: string;
            /** @description 1 pending, 2 approved, 3 rejected, 4 processed */
            status: Record<string, never>;
            /** @description Unix seconds of the last step; absent while pending */
            processed_at?: number;
            comment?: string;
            /** @description Unix seconds */
            created: number;
            /** @description Unix seconds */
            updated: number;
        };
        StaffWithdrawalView: {
            id: number;
            user_id: number;
            user_name: string;
            order_number: string;
            /** @description Quota */
            withdrawal_amount: number;
            /** @description Exact dollars, as decimal text */
            withdrawal_usd: string;
            alipay_account: string;
            /** @description 1 pending, 2 approved, 3 rejected, 4 processed */
            status: Record<string, never>;
            /** @description Unix seconds of the last step; absent while pending */
            processed_at?: number;
            comment?: string;
            /** @description Unix seconds */
            created: number;
            /** @description Unix seconds */
            updated: number;
            /** @description The admin who made the last step */
            processor_id?: number;
            /** @description The user's reward, in quota */
            aff_quota: number;
            /** @description All of the user's rewards there ever were, in quota */
            aff_history: number;
        };
        DecideWithdrawalDto: {
            /** @description The id of the path again */
            order_id: number;
            /**
             * @description 2 approved, 3 rejected (gives the amount back), 4 processed
             * @enum {number}
             */
            status: 1 | 2 | 3 | 4;
            /** @description For the user */
            comment?: string;
        };
        BalanceView: {
            /** @description Balance in quota, rounded down */
            quota: number;
            /** @description Exact balance in dollars, as decimal text */
            balance_usd: string;
        };
        AdjustBalanceDto: {
            /** @description What the balance shall be */
            set?: number;
            /** @description The balance that was shown; refused (409) when it is another by now */
            expected?: number;
            /** @description What the balance gains; negative takes, at most what there is */
            add?: number;
            /** @description Why; the user reads it in the log */
            note?: string;
        };
        LocalTextDto: {
            zh: string;
            en: string;
        };
        OfferedMethodDto: {
            /** @description For payment_method */
            id: string;
            provider: string;
            /** @description ISO 4217 */
            currency: string;
            label: components["schemas"]["LocalTextDto"];
        };
        TopUpOfferDto: {
            methods: components["schemas"]["OfferedMethodDto"][];
            /** @description Days, for topup_ratio; -1 = without end */
            validities: string[];
            /** @description The only amounts there are; empty = any between least and most */
            amounts: number[];
            least: number;
            most: number;
        };
        TopUpPriceDto: {
            /** @description Whole units */
            amount: number;
            /** @description Validity of the credit in days, one of those on offer; -1 = without end */
            topup_ratio?: string;
            /** @description The same as topup_ratio */
            validity?: string;
            /** @description Decides the currency */
            payment_method?: string;
        };
        PayDto: {
            /** @description Whole units */
            amount: number;
            /** @description Validity of the credit in days, one of those on offer; -1 = without end */
            topup_ratio?: string;
            /** @description The same as topup_ratio */
            validity?: string;
            /** @description One of those on offer, e.g. zfb or wx */
            payment_method?: string;
            /** @description Accepted, without effect */
            top_up_code?: string;
        };
        PaymentStartView: {
            /** @enum {string} */
            kind: "redirect" | "form" | "qr" | "instructions";
            trade_no: string;
            /** @description Where to go (redirect) or to post the form; else empty */
            url: string;
            /** @description Of the form */
            fields: {
                [key: string]: string;
            };
            /** @description For the QR code */
            content: string;
            /** @description Instructions for the payer */
            text: string;
        };
        PayReplyDto: {
            success: boolean;
            /** @description success */
            message: string;
            data: {
                [key: string]: string;
            };
            url: string;
            payment: components["schemas"]["PaymentStartView"];
        };
        TimelineLineDto: {
            /** @description Unix seconds */
            at: number;
            kind: string;
        };
        OwnTopUpView: {
            id: number;
            user_id: number;
            /** @description Units */
            amount: number;
            money: number;
            /** @description The same as text */
            price: string;
            /** @description ISO 4217 */
            currency: string;
            /** @description Days; -1 = without end */
            topup_ratio: string;
            trade_no: string;
            /** @description Unix seconds */
            create_time: number;
            /** @description pending, success, failed, expired, refunded */
            status: string;
            /** @enum {string} */
            state: "created" | "pending" | "paid" | "failed" | "expired" | "refunded";
            provider: string;
            payment_method: string;
            /** @description Unix seconds */
            paid_at: number | null;
            /** @description Unix seconds */
            expires_at: number;
            /** @description US dollars */
            credit_usd: string;
            /** @description In the currency */
            refunded: string;
            timeline: components["schemas"]["TimelineLineDto"][];
        };
        StaffTopUpView: {
            id: number;
            user_id: number;
            /** @description Units */
            amount: number;
            money: number;
            /** @description The same as text */
            price: string;
            /** @description ISO 4217 */
            currency: string;
            /** @description Days; -1 = without end */
            topup_ratio: string;
            trade_no: string;
            /** @description Unix seconds */
            create_time: number;
            /** @description pending, success, failed, expired, refunded */
            status: string;
            /** @enum {string} */
            state: "created" | "pending" | "paid" | "failed" | "expired" | "refunded";
            provider: string;
            payment_method: string;
            /** @description Unix seconds */
            paid_at: number | null;
            /** @description Unix seconds */
            expires_at: number;
            /** @description US dollars */
            credit_usd: string;
            /** @description In the currency */
            refunded: string;
            /** @description The provider's name of the payment */
            reference: string | null;
            /** @description US dollars */
            refund_taken_usd: string;
            /** @description US dollars that refunds could not take back */
            refund_shortfall_usd: string;
        };
        CallbackView: {
            id: number;
            provider: string;
            /** @description Unix seconds */
            received_at: number;
            method: string;
            path: string;
            /** @description JSON object as text */
            headers: string;
            /** @description As text */
            body: string;
            result: string;
            detail: string;
            order_id: number | null;
        };
        ReplayReplyDto: {
            result: string;
            detail: string;
            order_id: number | null;
        };
        SelfTestLineDto: {
            isGood: boolean;
            text: components["schemas"]["LocalTextDto"];
        };
        ProviderSelfTestDto: {
            provider: string;
            isConfigured: boolean;
            lines: components["schemas"]["SelfTestLineDto"][];
        };
        StaffTimelineLineDto: {
            /** @description Unix seconds */
            at: number;
            kind: string;
            text: string;
            callback_id: number | null;
        };
        ConfirmTransferDto: {
            /** @description What came, e.g. "73.00"; must be the price of the order */
            money: string;
            /** @description How it is known, e.g. the number of the bank transfer */
            note: string;
        };
        RefundReplyDto: {
            /**
             * @description pending = the provider will tell
             * @enum {string}
             */
            state: "done" | "pending";
        };
        RefundOrderDto: {
            note: string;
            /** @description It was paid back already; the provider is not asked */
            by_hand?: boolean;
        };
        PlanWindowView: {
            /** @enum {string} */
            length: "5h" | "day" | "week" | "month" | "term";
            /** @enum {string} */
            anchor: "calendar" | "first-use" | "term";
            time_zone: string | null;
            /** @enum {string} */
            metric: "money" | "tokens" | "requests";
            /** @description Tokens or requests */
            limit: number | null;
            /** @description Exact dollars */
            limit_usd: string | null;
        };
        PlanOfferView: {
            id: number;
            name: string;
            /** @description Exact dollars */
            price_usd: string;
            duration_days: number;
            group: string | null;
            /** @description Empty = all */
            models: string[];
            /** @enum {string} */
            overflow: "wallet" | "refuse";
            /** @description 0 = without limit */
            per_user_limit: number;
            windows: components["schemas"]["PlanWindowView"][];
        };
        WindowUseView: {
            /** @enum {string} */
            length: "5h" | "day" | "week" | "month" | "term";
            /** @enum {string} */
            anchor: "calendar" | "first-use" | "term";
            time_zone: string | null;
            /** @enum {string} */
            metric: "money" | "tokens" | "requests";
            /** @description Tokens or requests */
            limit: number | null;
            /** @description Exact dollars */
            limit_usd: string | null;
            used: number | null;
            used_usd: string | null;
            remaining: number | null;
            remaining_usd: string | null;
            /** @description Unix seconds; null = the next call begins it */
            started_at: number | null;
            /** @description Unix seconds; null = the next call begins it */
            resets_at: number | null;
        };
        SubscriptionView: {
            id: number;
            plan_id: number;
            name: string;
            /** @description Unix seconds */
            starts_at: number;
            /** @description Unix seconds */
            ends_at: number;
            group: string | null;
            /** @description Empty = all */
            models: string[];
            /** @enum {string} */
            overflow: "wallet" | "refuse";
            windows: components["schemas"]["WindowUseView"][];
        };
        PlanView: {
            id: number;
            name: string;
            /** @description Exact dollars */
            price_usd: string;
            duration_days: number;
            group: string | null;
            /** @description Empty = all */
            models: string[];
            /** @enum {string} */
            overflow: "wallet" | "refuse";
            /** @description 0 = without limit */
            per_user_limit: number;
            windows: components["schemas"]["PlanWindowView"][];
            /** @description Empty = all */
            channels: number[];
            is_enabled: boolean;
            sort: number;
            /** @description Unix seconds */
            created_at: number;
            /** @description Unix seconds */
            updated_at: number;
        };
        StaffSubscriptionView: {
            id: number;
            plan_id: number;
            name: string;
            /** @description Unix seconds */
            starts_at: number;
            /** @description Unix seconds */
            ends_at: number;
            group: string | null;
            /** @description Empty = all */
            models: string[];
            /** @enum {string} */
            overflow: "wallet" | "refuse";
            windows: components["schemas"]["WindowUseView"][];
            user_id: number;
            /** @enum {string} */
            state: "active" | "expired" | "cancelled";
        };
        PlanWindowDto: {
            /**
             * @description term = from the beginning of the subscription to its end
             * @enum {string}
             */
            length: "5h" | "day" | "week" | "month" | "term";
            /**
             * @description calendar: day, week or month of time_zone. first-use (usual): begins with the first covered call
             * @enum {string}
             */
            anchor?: "calendar" | "first-use";
            /** @description IANA name, for calendar windows; usually Asia/Shanghai */
            time_zone?: string;
            /** @enum {string} */
            metric: "money" | "tokens" | "requests";
            /** @description Tokens or requests */
            limit?: number;
            /** @description Exact decimal dollars; for metric money */
            limit_usd?: string;
        };
        SavePlanDto: {
            name: string;
            /** @description Exact decimal dollars for one term */
            price_usd: string;
            duration_days: number;
            /** @description Group of the user meanwhile; null = his own */
            group?: string | null;
            /** @description Models that are covered, or patterns with *; empty = all */
            models?: string[];
            /** @description Channels whose answers are covered; empty = all */
            channels?: number[];
            /** @description All apply at once */
            windows: components["schemas"]["PlanWindowDto"][];
            /**
             * @description What becomes of calls that the windows have no room for; usually the wallet pays
             * @enum {string}
             */
            overflow?: "wallet" | "refuse";
            /** @description On sale; usually true */
            is_enabled?: boolean;
            /** @description How often one user may have it; 0 = without limit */
            per_user_limit?: number;
            /** @description Offers are shown in this order */
            sort?: number;
        };
        UpdatePlanDto: {
            name: string;
            /** @description Exact decimal dollars for one term */
            price_usd: string;
            duration_days: number;
            /** @description Group of the user meanwhile; null = his own */
            group?: string | null;
            /** @description Models that are covered, or patterns with *; empty = all */
            models?: string[];
            /** @description Channels whose answers are covered; empty = all */
            channels?: number[];
            /** @description All apply at once */
            windows: components["schemas"]["PlanWindowDto"][];
            /**
             * @description What becomes of calls that the windows have no room for; usually the wallet pays
             * @enum {string}
             */
            overflow?: "wallet" | "refuse";
            /** @description On sale; usually true */
            is_enabled?: boolean;
            /** @description How often one user may have it; 0 = without limit */
            per_user_limit?: number;
            /** @description Offers are shown in this order */
            sort?: number;
            id: number;
        };
        GrantPlanDto: {
            user_id: number;
        };
        DraftHeadView: {
            id: number;
            /** @enum {string} */
            status: "open" | "published" | "discarded";
            /** @description Counts the changes; name it with the next one */
            revision: number;
            /** @description The version that it is a change of */
            base_version: number;
            published_version: number | null;
            /** @description 0 = the system */
            author_id: number;
            editor_id: number;
            /** @description Unix seconds */
            created_at: number;
            /** @description Unix seconds */
            updated_at: number;
            note: string;
            /** @description Whose prices are offered; empty = nobody’s */
            offer_source: string;
        };
        DraftView: {
            id: number;
            /** @enum {string} */
            status: "open" | "published" | "discarded";
            /** @description Counts the changes; name it with the next one */
            revision: number;
            /** @description The version that it is a change of */
            base_version: number;
            published_version: number | null;
            /** @description 0 = the system */
            author_id: number;
            editor_id: number;
            /** @description Unix seconds */
            created_at: number;
            /** @description Unix seconds */
            updated_at: number;
            note: string;
            /** @description Whose prices are offered; empty = nobody’s */
            offer_source: string;
            /** @description models, groups, channelCosts */
            list: {
                [key: string]: unknown;
            };
        };
        CreateDraftDto: {
            /** @description What it is for; becomes the note of the version */
            note?: string;
            /** @description Version whose prices it begins with; absent = the one in force */
            from_version?: number;
            /** @description Unix seconds in the future: a change of what will be in force then; absent = of what is in force now */
            at?: number;
        };
        ListEditsDto: {
            /** @description By model: its whole entry, or null to remove it */
            models?: Record<string, never>;
            /** @description By group: factor, overrides by model (null removes one), or null to remove the group */
            groups?: Record<string, never>;
            /** @description By channel id: costs by upstream model (null removes one), or null to remove all of the channel's */
            channelCosts?: Record<string, never>;
        };
        EditDraftDto: {
            /** @description The revision that the caller has seen; 409 when there is a newer one */
            revision: number;
            note?: string;
            /** @description What is not named stays as it is */
            edits?: components["schemas"]["ListEditsDto"];
        };
        ChangedLineView: {
            /** @description A class of tokens (with the mark of its tier), per_call, image SIZE, factor … */
            name: string;
            old: string | null;
            new: string | null;
            percent: number | null;
        };
        ChangedEntryView: {
            /** @description e.g. models.gpt-4o, groups.vip.overrides.gpt-4o, channelCosts.7.* */
            path: string;
            /** @enum {string} */
            kind: "model" | "group" | "override" | "cost";
            /** @enum {string} */
            change: "added" | "removed" | "changed";
            /** @description Of models: where the price is from */
            old_source: string | null;
            new_source: string | null;
            lines: components["schemas"]["ChangedLineView"][];
        };
        LosingRouteView: {
            channel_id: number;
            /** @description * = every model without a cost or override of its own */
            model: string;
            group: string;
            /** @description What is sold below its cost */
            classes: string[];
            /** @description It is not so with the prices in force */
            is_new: boolean;
        };
        DraftDiffView: {
            base_version: number;
            in_force: number;
            /** @description The draft is compared with it: its base when that is scheduled, else what is in force */
            compared_with: number;
            /** @description It has to be rebased before it can be published */
            is_outdated: boolean;
            changes: components["schemas"]["ChangedEntryView"][];
            /** @description At most 200 */
            below_cost: components["schemas"]["LosingRouteView"][];
            /** @description Scheduled versions, soonest first; a change before them is carried into them */
            scheduled: number[];
        };
        ModelEffectView: {
            /** @description As callers named it */
            model: string;
            /** @description Calls that could be rated again; tokens and sums are theirs alone */
            calls: number;
            tokens: number;
            /** @description Exact dollars that were charged */
            old_usd: string;
            /** @description Exact dollars at the draft's prices */
            new_usd: string;
            /** @description Exact dollars */
            difference_usd: string;
            /** @description Calls whose rows say too little to be rated again */
            unreadable_calls: number;
            /** @description Calls that the draft has no price for */
            not_sold_calls: number;
        };
        RouteEffectView: {
            channel_id: number;
            model: string;
            group: string;
            /** @description Calls whose cost is known */
            calls: number;
            /** @description Exact dollars */
            amount_usd: string;
            /** @description Exact dollars */
            supplier_cost_usd: string;
        };
        EffectView: {
            /** @description Unix seconds */
            from: number;
            /** @description Unix seconds */
            to: number;
            /** @description False = there were more calls than time to read them; the oldest are left out */
            is_complete: boolean;
            /** @description Of all models */
            total: components["schemas"]["ModelEffectView"];
            models: components["schemas"]["ModelEffectView"][];
            /** @description Routes that would have lost money */
            below_cost: components["schemas"]["RouteEffectView"][];
        };
        TakeOfferedDto: {
            /** @description The revision that the caller has seen; 409 when there is a newer one */
            revision: number;
            /** @description Entries of the offer by their paths, whosever they replace */
            paths?: string[];
            /**
             * @description Models that are listed already, or new ones as well; never those of the operator's own
             * @enum {string}
             */
            every?: "listed" | "all";
        };
        RebasedDraftView: {
            id: number;
            /** @enum {string} */
            status: "open" | "published" | "discarded";
            /** @description Counts the changes; name it with the next one */
            revision: number;
            /** @description The version that it is a change of */
            base_version: number;
            published_version: number | null;
            /** @description 0 = the system */
            author_id: number;
            editor_id: number;
            /** @description Unix seconds */
            created_at: number;
            /** @description Unix seconds */
            updated_at: number;
            note: string;
            /** @description Whose prices are offered; empty = nobody’s */
            offer_source: string;
            /** @description models, groups, channelCosts */
            list: {
                [key: string]: unknown;
            };
            /** @description Paths of what both sides changed; the draft has its own there */
            conflicts: string[];
        };
        RebaseDraftDto: {
            /** @description The revision that the caller has seen; 409 when there is a newer one */
            revision: number;
            /** @description Unix seconds in the future: on what will be in force then; absent = now */
            at?: number;
        };
        SeenDraftDto: {
            /** @description The revision that the caller has seen; 409 when there is a newer one */
            revision: number;
        };
        PublishedView: {
            /** @description Number of the new version */
            version: number;
            /** @description Unix seconds */
            valid_from: number;
            /** @description All scheduled versions, soonest first */
            scheduled: number[];
        };
        PublishDraftDto: {
            /** @description The revision that the caller has seen; 409 when there is a newer one */
            revision: number;
            /** @description Unix seconds in the future from which it counts; absent = at once */
            valid_from?: number;
            /** @description Note of the version; absent = that of the draft */
            note?: string;
        };
        PriceVersionHeadView: {
            id: number;
            /** @enum {string} */
            state: "in-force" | "scheduled" | "past" | "cancelled";
            /** @description Unix seconds */
            valid_from: number;
            /** @description Unix seconds */
            created_at: number;
            /** @description Unix seconds */
            published_at: number | null;
            /** @description 0 = the system */
            author_id: number;
            note: string;
        };
        PriceVersionView: {
            id: number;
            /** @description Unix seconds */
            valid_from: number;
            /** @description models, groups, channelCosts */
            list: {
                [key: string]: unknown;
            };
        };
        RollBackDto: {
            /** @description The version in force as the caller knows it; 409 when it is another */
            in_force?: number;
            note?: string;
        };
        PriceSourceView: {
            id: number;
            name: string;
            url: string;
            every_hours: number;
            /** @description Unix seconds; 0 = never */
            tried_at: number;
            /** @description Code of the error of the last fetch; empty = it went well */
            last_error: string;
        };
        PriceSourceDto: {
            /** @description Letters, digits, dot, hyphen and underscore; prices taken from it are sync:NAME */
            name: string;
            /** @description http(s) address of a price list, without user name and password */
            url: string;
            /** @description Hours between fetches, at most 720; 0 (the default) = only when asked */
            every_hours?: number;
        };
        OfferOutcomeView: {
            /** @description The draft to review; null = there is nothing new */
            draft_id: number | null;
            /** @description Entries that differ from the prices in force */
            offered: number;
            /** @description Entries that could not be read or have no price */
            skipped: number;
        };
        MarginView: {
            calls: number;
            /** @description Exact dollars that were charged for all calls, to plans too */
            amount_usd: string;
            /** @description Exact dollars that suppliers take, as far as that is known */
            supplier_cost_usd: string;
            /** @description Exact dollars: charges less costs of the calls whose cost is known */
            margin_usd: string;
            /** @description Margin in percent of these charges, two decimals; null = they are nothing */
            margin_percent: number | null;
            /** @description Calls whose cost is not known; they are in no margin */
            unknown_cost_calls: number;
        };
        MarginRowView: {
            calls: number;
            /** @description Exact dollars that were charged for all calls, to plans too */
            amount_usd: string;
            /** @description Exact dollars that suppliers take, as far as that is known */
            supplier_cost_usd: string;
            /** @description Exact dollars: charges less costs of the calls whose cost is known */
            margin_usd: string;
            /** @description Margin in percent of these charges, two decimals; null = they are nothing */
            margin_percent: number | null;
            /** @description Calls whose cost is not known; they are in no margin */
            unknown_cost_calls: number;
            /** @description Channel id, model, group, or the Unix seconds at which a day begins (UTC) */
            key: string;
            /** @description Name of the channel; empty for all else */
            name: string;
        };
        MarginReportView: {
            /** @description Unix seconds */
            from: number;
            /** @description Unix seconds */
            to: number;
            /** @description Of everything in the range */
            total: components["schemas"]["MarginView"];
            /** @description At most 1000 */
            rows: components["schemas"]["MarginRowView"][];
        };
        LimitViewDto: {
            id: number;
            /** @enum {string} */
            subject_kind: "user" | "token" | "group" | "model" | "channel" | "everyone";
            subject: string;
            model: string;
            /** @enum {string} */
            metric: "requests" | "tokens" | "concurrency" | "money";
            window_seconds: number | null;
            /** @enum {string|null} */
            period: "day" | "week" | "month" | null;
            /** @description Nano-dollars with metric money */
            amount: number;
            /** @description Exact decimal dollars, with metric money */
            amount_usd: string | null;
            enabled: boolean;
            /** @description The token's owner made it, and may change it */
            is_owners: boolean;
            /** @description Unix seconds */
            created_at: number;
            /** @description Unix seconds */
            updated_at: number;
        };
        SaveLimitDto: {
            /** @description Models it is for: a name or pattern with *; empty = all together, * = each by itself */
            model?: string;
            /** @enum {string} */
            metric?: "requests" | "tokens" | "concurrency" | "money";
            /** @description Rolling window; instead of period */
            window_seconds?: number | null;
            /**
             * @description Calendar window in LimitTimeZone
             * @enum {string|null}
             */
            period?: "day" | "week" | "month" | null;
            /** @description Requests, tokens, or calls at a time */
            amount?: number;
            /** @description Exact decimal dollars; instead of amount, for metric money */
            amount_usd?: string;
            /** @default true */
            enabled: boolean;
            /** @enum {string} */
            subject_kind?: "user" | "token" | "group" | "model" | "channel" | "everyone";
            /** @description Id (user, token, channel) or name (group, model); * = each by itself; none for everyone */
            subject?: string;
        };
        UpdateLimitDto: {
            /** @description Models it is for: a name or pattern with *; empty = all together, * = each by itself */
            model?: string;
            /** @enum {string} */
            metric?: "requests" | "tokens" | "concurrency" | "money";
            /** @description Rolling window; instead of period */
            window_seconds?: number | null;
            /**
             * @description Calendar window in LimitTimeZone
             * @enum {string|null}
             */
            period?: "day" | "week" | "month" | null;
            /** @description Requests, tokens, or calls at a time */
            amount?: number;
            /** @description Exact decimal dollars; instead of amount, for metric money */
            amount_usd?: string;
            /** @default true */
            enabled: boolean;
            /** @enum {string} */
            subject_kind?: "user" | "token" | "group" | "model" | "channel" | "everyone";
            /** @description Id (user, token, channel) or name (group, model); * = each by itself; none for everyone */
            subject?: string;
            id: number;
        };
        LimitOfTokenDto: {
            /** @description Models it is for: a name or pattern with *; empty = all together, * = each by itself */
            model?: string;
            /** @enum {string} */
            metric?: "requests" | "tokens" | "concurrency" | "money";
            /** @description Rolling window; instead of period */
            window_seconds?: number | null;
            /**
             * @description Calendar window in LimitTimeZone
             * @enum {string|null}
             */
            period?: "day" | "week" | "month" | null;
            /** @description Requests, tokens, or calls at a time */
            amount?: number;
            /** @description Exact decimal dollars; instead of amount, for metric money */
            amount_usd?: string;
            /** @default true */
            enabled: boolean;
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
    GroupController_names: {
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
                        data: string[];
                    };
                };
            };
        };
    };
    GroupController_details: {
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
                        data: components["schemas"]["StaffGroupView"][];
                    };
                };
            };
        };
    };
    GroupController_own: {
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
                        data: components["schemas"]["GroupView"][];
                    };
                };
            };
        };
    };
    InvitationController_code: {
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
    LotController_own: {
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
                        data: components["schemas"]["LotView"][];
                    };
                };
            };
        };
    };
    LotController_list: {
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
                    "application/json": components["schemas"]["ListEnvelopeDto"] & {
                        data: components["schemas"]["LotView"][];
                    };
                };
            };
        };
    };
    PricingController_pricing: {
        parameters: {
            query?: {
                /** @description Another group that users may choose */
                group?: string;
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
                        data: components["schemas"]["PricingDto"];
                    };
                };
            };
        };
    };
    RedemptionController_list: {
        parameters: {
            query?: {
                /** @description An id, or how the name begins */
                keyword?: string;
                /** @description The whole name */
                name?: string;
                /** @description Codes that were made together */
                batch_id?: string;
                /** @description 1 enabled, 2 disabled, 3 used */
                status?: 1 | 2 | 3;
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
                        data: components["schemas"]["RedemptionView"][];
                    };
                };
            };
        };
    };
    RedemptionController_update: {
        parameters: {
            query?: {
                status_only?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateRedemptionDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["RedemptionView"];
                    };
                };
            };
        };
    };
    RedemptionController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateRedemptionsDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: string[];
                        batch_id: string;
                    };
                };
            };
        };
    };
    RedemptionController_search: {
        parameters: {
            query?: {
                /** @description An id, or how the name begins */
                keyword?: string;
                /** @description The whole name */
                name?: string;
                /** @description Codes that were made together */
                batch_id?: string;
                /** @description 1 enabled, 2 disabled, 3 used */
                status?: 1 | 2 | 3;
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
                        data: components["schemas"]["RedemptionView"][];
                    };
                };
            };
        };
    };
    RedemptionController_export: {
        parameters: {
            query?: {
                /** @description An id, or how the name begins */
                keyword?: string;
                /** @description The whole name */
                name?: string;
                /** @description Codes that were made together */
                batch_id?: string;
                /** @description 1 enabled, 2 disabled, 3 used */
                status?: 1 | 2 | 3;
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
                    "text/csv": string;
                };
            };
        };
    };
    RedemptionController_read: {
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
                        data: components["schemas"]["RedemptionView"];
                    };
                };
            };
        };
    };
    RedemptionController_remove: {
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
    RedeemController_redeem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedeemDto"];
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
    RewardController_transfer: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RewardAmountDto"];
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
    RewardController_withdraw: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestWithdrawalDto"];
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
    RewardController_own: {
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
                        data: components["schemas"]["WithdrawalView"][];
                    };
                };
            };
        };
    };
    WithdrawalController_list: {
        parameters: {
            query?: {
                /** @description Part of the name */
                user_name?: string;
                /** @description Part of the number */
                order_number?: string;
                /** @description 1 pending, 2 approved, 3 rejected, 4 processed */
                status?: 1 | 2 | 3 | 4;
                /** @description Unix seconds, inclusive */
                start_timestamp?: number;
                /** @description Unix seconds, inclusive */
                end_timestamp?: number;
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
                        data: components["schemas"]["StaffWithdrawalView"][];
                    };
                };
            };
        };
    };
    WithdrawalController_decide: {
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
                "application/json": components["schemas"]["DecideWithdrawalDto"];
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
    WithdrawalController_countPending: {
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
    BalanceController_adjust: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdjustBalanceDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["BalanceView"];
                    };
                };
            };
        };
    };
    PaymentCallbackController_returned: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: string;
            };
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
    TopUpController_offer: {
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
                        data: components["schemas"]["TopUpOfferDto"];
                    };
                };
            };
        };
    };
    TopUpController_price: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TopUpPriceDto"];
            };
        };
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
    TopUpController_pay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayReplyDto"];
                };
            };
        };
    };
    TopUpController_own: {
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
                        data: components["schemas"]["OwnTopUpView"][];
                    };
                };
            };
        };
    };
    TopupsAdminController_list: {
        parameters: {
            query?: {
                user_id?: number;
                /** @description The beginning of a trade number */
                trade_no?: string;
                /** @description Unix seconds, inclusive */
                create_time?: number;
                /** @description A status or state */
                status?: string;
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
                        data: components["schemas"]["StaffTopUpView"][];
                    };
                };
            };
        };
    };
    TopupsAdminController_search: {
        parameters: {
            query?: {
                /** @description A user id, or the beginning of a trade number */
                keyword?: string;
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
                        data: components["schemas"]["StaffTopUpView"][];
                    };
                };
            };
        };
    };
    TopupsAdminController_listCallbacks: {
        parameters: {
            query?: {
                result?: "received" | "credited" | "repeated" | "noted" | "ignored" | "invalid" | "mismatch" | "unknown-order" | "error";
                order_id?: number;
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
                        data: components["schemas"]["CallbackView"][];
                    };
                };
            };
        };
    };
    TopupsAdminController_replay: {
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
                        data: components["schemas"]["ReplayReplyDto"];
                    };
                };
            };
        };
    };
    TopupsAdminController_test: {
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
                        data: components["schemas"]["ProviderSelfTestDto"][];
                    };
                };
            };
        };
    };
    TopupsAdminController_find: {
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
                        data: components["schemas"]["StaffTopUpView"];
                    };
                };
            };
        };
    };
    TopupsAdminController_timelineOf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the order */
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
                        data: components["schemas"]["StaffTimelineLineDto"][];
                    };
                };
            };
        };
    };
    TopupsAdminController_ofUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of a user */
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
                    "application/json": components["schemas"]["ListEnvelopeDto"] & {
                        data: components["schemas"]["StaffTopUpView"][];
                    };
                };
            };
        };
    };
    TopupsAdminController_query: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the order */
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
                        data: components["schemas"]["StaffTopUpView"];
                    };
                };
            };
        };
    };
    TopupsAdminController_complete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the order */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmTransferDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["StaffTopUpView"];
                    };
                };
            };
        };
    };
    TopupsAdminController_refund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the order */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundOrderDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["RefundReplyDto"];
                    };
                };
            };
        };
    };
    TopupsAdminController_close: {
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
    PlanOffersController_offers: {
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
                        data: components["schemas"]["PlanOfferView"][];
                    };
                };
            };
        };
    };
    PlanOffersController_own: {
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
                        data: components["schemas"]["SubscriptionView"][];
                    };
                };
            };
        };
    };
    PlanOffersController_purchase: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat with the same key buys nothing more */
                "Idempotency-Key"?: string;
            };
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
                        data: components["schemas"]["SubscriptionView"];
                    };
                };
            };
        };
    };
    PlanController_list: {
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
                        data: components["schemas"]["PlanView"][];
                    };
                };
            };
        };
    };
    PlanController_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePlanDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["PlanView"];
                    };
                };
            };
        };
    };
    PlanController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavePlanDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["PlanView"];
                    };
                };
            };
        };
    };
    PlanController_listSubscriptions: {
        parameters: {
            query?: {
                user_id?: number;
                state?: "active" | "expired" | "cancelled";
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
                        data: components["schemas"]["StaffSubscriptionView"][];
                    };
                };
            };
        };
    };
    PlanController_cancel: {
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
    PlanController_read: {
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
                        data: components["schemas"]["PlanView"];
                    };
                };
            };
        };
    };
    PlanController_remove: {
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
    PlanController_grant: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat with the same key grants nothing more */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GrantPlanDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["StaffSubscriptionView"];
                    };
                };
            };
        };
    };
    PriceDraftController_list: {
        parameters: {
            query?: {
                status?: "open" | "published" | "discarded";
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
                        data: components["schemas"]["DraftHeadView"][];
                    };
                };
            };
        };
    };
    PriceDraftController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateDraftDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["DraftView"];
                    };
                };
            };
        };
    };
    PriceDraftController_read: {
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
                        data: components["schemas"]["DraftView"];
                    };
                };
            };
        };
    };
    PriceDraftController_edit: {
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
                "application/json": components["schemas"]["EditDraftDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["DraftView"];
                    };
                };
            };
        };
    };
    PriceDraftController_diff: {
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
                        data: components["schemas"]["DraftDiffView"];
                    };
                };
            };
        };
    };
    PriceDraftController_effect: {
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
                        data: components["schemas"]["EffectView"];
                    };
                };
            };
        };
    };
    PriceDraftController_offer: {
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
                        data: components["schemas"]["ChangedEntryView"][];
                    };
                };
            };
        };
    };
    PriceDraftController_take: {
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
                "application/json": components["schemas"]["TakeOfferedDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["DraftView"];
                    };
                };
            };
        };
    };
    PriceDraftController_rebase: {
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
                "application/json": components["schemas"]["RebaseDraftDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["RebasedDraftView"];
                    };
                };
            };
        };
    };
    PriceDraftController_discard: {
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
                "application/json": components["schemas"]["SeenDraftDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["DraftHeadView"];
                    };
                };
            };
        };
    };
    PriceDraftController_publish: {
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
                "application/json": components["schemas"]["PublishDraftDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["PublishedView"];
                    };
                };
            };
        };
    };
    PriceVersionController_list: {
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
                        data: components["schemas"]["PriceVersionHeadView"][];
                    };
                };
            };
        };
    };
    PriceVersionController_read: {
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
                        data: components["schemas"]["PriceVersionView"];
                    };
                };
            };
        };
    };
    PriceVersionController_diff: {
        parameters: {
            query: {
                /** @description The version that it is compared with */
                from: number;
            };
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
                        data: components["schemas"]["ChangedEntryView"][];
                    };
                };
            };
        };
    };
    PriceVersionController_rollBack: {
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
                "application/json": components["schemas"]["RollBackDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["PublishedView"];
                    };
                };
            };
        };
    };
    PriceVersionController_cancel: {
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
    PriceSourceController_list: {
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
                        data: components["schemas"]["PriceSourceView"][];
                    };
                };
            };
        };
    };
    PriceSourceController_add: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceSourceDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["PriceSourceView"];
                    };
                };
            };
        };
    };
    PriceSourceController_upload: {
        parameters: {
            query: {
                /** @description What it is called; prices taken from it are sync:NAME */
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["OfferOutcomeView"];
                    };
                };
            };
        };
    };
    PriceSourceController_update: {
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
                "application/json": components["schemas"]["PriceSourceDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["PriceSourceView"];
                    };
                };
            };
        };
    };
    PriceSourceController_remove: {
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
    PriceSourceController_fetch: {
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
                        data: components["schemas"]["OfferOutcomeView"];
                    };
                };
            };
        };
    };
    MarginController_read: {
        parameters: {
            query?: {
                /** @description Unix seconds; absent = seven days before the end */
                from?: number;
                /** @description Unix seconds, included; absent = now. At most 92 days after from */
                to?: number;
                /** @description Absent = channel */
                by?: "channel" | "model" | "group" | "day";
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
                        data: components["schemas"]["MarginReportView"];
                    };
                };
            };
        };
    };
    StatementController_own: {
        parameters: {
            query: {
                /** @description Unix seconds, inclusive */
                from: number;
                /** @description Unix seconds, exclusive; at most 31 days after `from` */
                to: number;
                format?: "csv" | "json";
                /** @description Charged calls in detail, or all movements of money */
                kind?: "usage" | "ledger";
                /** @description Language of the CSV file, `zh-CN` or `en`; without it `Accept-Language` decides */
                lang?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file; see docs/statements.md */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/json": string;
                };
            };
        };
    };
    StatementController_ofUser: {
        parameters: {
            query: {
                /** @description Unix seconds, inclusive */
                from: number;
                /** @description Unix seconds, exclusive; at most 31 days after `from` */
                to: number;
                format?: "csv" | "json";
                /** @description Charged calls in detail, or all movements of money */
                kind?: "usage" | "ledger";
                /** @description Language of the CSV file, `zh-CN` or `en`; without it `Accept-Language` decides */
                lang?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file; see docs/statements.md */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/json": string;
                };
            };
        };
    };
    LimitController_list: {
        parameters: {
            query?: {
                subject_kind?: "user" | "token" | "group" | "model" | "channel" | "everyone";
                subject?: string;
                metric?: "requests" | "tokens" | "concurrency" | "money";
                /** @description Page, from 0 */
                p?: string;
                /** @description Rows per page */
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
                        data: components["schemas"]["LimitViewDto"][];
                    };
                };
            };
        };
    };
    LimitController_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateLimitDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["LimitViewDto"];
                    };
                };
            };
        };
    };
    LimitController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveLimitDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["LimitViewDto"];
                    };
                };
            };
        };
    };
    LimitController_find: {
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
                        data: components["schemas"]["LimitViewDto"];
                    };
                };
            };
        };
    };
    LimitController_remove: {
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
    TokenLimitController_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An own token */
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
                    "application/json": components["schemas"]["ListEnvelopeDto"] & {
                        data: components["schemas"]["LimitViewDto"][];
                    };
                };
            };
        };
    };
    TokenLimitController_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An own token */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LimitOfTokenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["LimitViewDto"];
                    };
                };
            };
        };
    };
    TokenLimitController_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An own token */
                id: number;
                limitId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LimitOfTokenDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvelopeDto"] & {
                        data: components["schemas"]["LimitViewDto"];
                    };
                };
            };
        };
    };
    TokenLimitController_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An own token */
                id: number;
                limitId: number;
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
}

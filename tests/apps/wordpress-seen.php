<?php
// A must-use plugin of the test: writes down each REST request that changes
// something, as WordPress itself understood it.
add_filter('rest_pre_dispatch', function ($result, $server, $request) {
    if ($request->get_method() !== 'GET') {
        $seen = array('route' => $request->get_route(), 'params' => $request->get_params());
        file_put_contents(getenv('PAIFANG_SEEN'), json_encode($seen, JSON_UNESCAPED_UNICODE) . "\n", FILE_APPEND | LOCK_EX);
    }
    return $result;
}, 10, 3);

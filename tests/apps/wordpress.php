<?php
// Installs WordPress without its web form; prints an application password.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = $argv[1];
require $argv[2] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Paifang', 'admin', 'admin@example.com', true, '', 'not-used-here');
update_option('permalink_structure', '/%postname%/');
update_option('comment_moderation', 0);
update_option('comment_previously_approved', 0);
list($password) = WP_Application_Passwords::create_new_application_password(1, array('name' => 'test'));
echo $password, "\n";

/**
 * Words that attackers try first, in lower case, from published lists of leaked passwords. People make twelve or more
 * characters of them by adding digits or signs, or by writing them twice. The password rules undo that before they look
 * a word up here.
 */
const WORDS = `
aaaaaa abcdef abcdefg abcdefgh access accessdenied accessgranted admin administrador administrateur
administrator adminpassword admins alexander alexandra amazon amazonaws america american andrew android angel
angels anthony anything apple april arduino arsenal arsenalfc asdf asdfasdf asdfasdfasdf asdfgh asdfghjkl
ashley asshole australia autumn awsadmin azerty azertyuiop babyboy babygirl backup banana barcelona baseball
basketball batman benjamin berlin bestfriend bestfriends birthday blessed blink blueberry brother bullshit
business buster butterfly california camaro canada changeit changeme changemenow changemeplease changethis
charizard charlie cheese chelsea chelseafc chocolate christian christine christmas christopher cisco cloud
cloudadmin company companyname computer computers contrasena contraseña cookie cookies corporate correcthorse
correcthorsebatterystaple corvette daniel darling database december default defaultpassword defaults demo
demodemo deutschland development device devices devops docker dragon dragonfly dragons elizabeth eminem
engineer engineering england enter enterpassword everything example facebook factory family father february
ferrari fleet fleetadmin fleetmanager flower flowers football footballer forever foreverandever fortnite
france freedom friday friends fuckoff fuckyou fuckyouall gateway germany ginger github gitlab godisgood
godislove goodbye goodluck goodmorning goodpassword google guest guestguest hallo hallohallo halloween
happybirthday harley harleydavidson haslo heaven hello hellohello hellokitty hellothere helloworld helpdesk
hockey honda hunter hurricane iamadmin iamroot iamtheadmin ihatepasswords ihateyou ilovegod iloveme ilovemydad
ilovemymom ilovemyself iloveyou iloveyoubaby iloveyouforever iloveyouso iloveyousomuch industrial instagram
internet iotadmin iotdevice iphone ironman january jenkins jennifer jessica jesus jesuschrist jesusislord
jesusloves jetaime jordan joshua juventus killer kiosk kubernetes lamborghini letmein letmeinagain letmeinnow
letmeinplease liberty lightning linkinpark linux liverpool liverpoolfc localadmin localhost login logon london
loveme loveyou manager manchester manchesterunited march master masterkey masterpassword matthew maverick
mercedes metallica mexico michael michelle microsoft minecraft monday mongodb monkey monkeys motdepasse mother
mustang myname mynameis mypassword mysecret mysql network newpassword newyork nicholas nirvana nobody nopasswd
nopassword nothing november october office oldpassword opensesame operator oracle paris parola pass passpass
passpasspass passphrase passw0rd passwd password passwordpassword passwords passwort passwortpasswort peanut
pepper phoenix pikachu pleaseletmein pokemon porsche postgres postgresql princess princesses private
production pumpkin qazwsx qazwsxedc qazwsxedcrfv qweasd qweasdzxc qweqwe qweqweqwe qwerty qwertyqwerty
qwertyuiop qwertyuiopasdf qwertz qwertzuiop ranger raspberry raspberrypi realmadrid robert roblox rocknroll
rockstar root rootpassword rootroot router samantha sample samsung saturday schatz secret secretpassword
secrets secure securepassword security senha sensor sensors september server serverroom service services
shadow signin sister slipknot soccer something spiderman spring staging standdown startrek starwars strawberry
strongpassword summer sunday sunshine superadmin supergirl superman supersecret superuser supervisor support
sweetheart sysadmin system systemadmin teamo technician technology temporary temporarypassword temppassword
tequiero tequieromucho tesla test tester testing testpassword tests testtest testtesttest thepassword
thisisapassword thisisasecret thisismypassword thisispassword thomas thunder thursday together toor topsecret
toyota trial trustno trustnobody trustnoone tuesday twitter ubuntu undefined unknown user username
userpassword verysecret victoria viewer wachtwoord wednesday welcome welcomeback welcomehome whatever whatsup
wifipassword william windows winter wireless word yamaha yourpassword youtube zaqwsx zaqxsw zxcvbn zxcvbnm
`;

/** Leaked passwords of twelve or more characters that are not built from a word, such as rows of keys. */
const ROWS = `
1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i q1w2e3r4t5y6 1qaz2wsx3edc 1qazxsw23edc zaq12wsxcde3 qwerty123456
123456qwerty qwer1234qwer asdf1234asdf abcd1234abcd abc123abc123 123qwe123qwe 123qweasdzxc 1234qwerasdf
1234qwerasdfzxcv q1w2e3r4t5y6u7 p@ssw0rdp@ssw0rd 111222333444 112233445566 121212121212 123123123123
123321123321 147258369147 147258369000 159753159753 314159265358 3.1415926535 987654321000 123456789123
1234567891011 12345678910 1234567890-= qwertyuiop[] qwertyuiop123 passw0rd1234 trustno1trustno1 ncc1701ncc1701
`;

export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(`${WORDS} ${ROWS}`.trim().split(/\s+/));
